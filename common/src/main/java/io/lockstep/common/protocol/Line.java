package io.lockstep.common.protocol;

/**
 * Writes one line, part by part, quoting and escaping what needs it. A tag is given with its {@code #}, or empty. Option
 * keys are the program's own words and are not checked. Not safe for use by several threads.
 */
public final class Line {

    private final StringBuilder text;

    private Line(String tag, String start) {
        text = new StringBuilder(128);
        if (!tag.isEmpty()) {
            text.append(tag).append(' ');
        }
        text.append(start);
    }

    /** A request, for clients. */
    public static Line request(String tag, Verb verb) {
        return new Line(tag, verb.name());
    }

    /** The reply to a request that was done: {@code OK} and the verb. */
    public static Line ok(String tag, Verb verb) {
        return new Line(tag, "OK ").word(verb.name());
    }

    /** The reply to PING, the one verb whose reply has another word. */
    public static Line pong(String tag) {
        return new Line(tag, "OK PONG");
    }

    /** The reply to a request that was not done. Ends with {@link #message}. */
    public static Line error(String tag, ErrorCode code) {
        return new Line(tag, "ERR ").word(code.name());
    }

    /** A row before the reply. */
    public static Line row(String tag) {
        return new Line(tag, "-");
    }

    /** A line that no request asked for. */
    public static Line push(String event) {
        return new Line("", "* ").word(event);
    }

    /** Adds a value, quoted if it must be. */
    public Line value(String value) {
        text.append(' ');
        LineSyntax.append(text, value);
        return this;
    }

    /** Adds an option, its value quoted if it must be. */
    public Line option(String key, String value) {
        text.append(' ').append(key).append('=');
        LineSyntax.append(text, value);
        return this;
    }

    /** Adds an option with a number. */
    public Line option(String key, long value) {
        text.append(' ').append(key).append('=').append(value);
        return this;
    }

    /** Adds the text for people, {@code msg=}. */
    public Line message(String message) {
        return option("msg", message);
    }

    private Line word(String word) {
        text.append(word);
        return this;
    }

    /** The line, without a line end. */
    public String text() {
        return text.toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
