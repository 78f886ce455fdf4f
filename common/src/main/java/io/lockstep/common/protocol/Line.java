package io.lockstep.common.protocol;

/**
 * Writes one line part by part, and quotes and escapes values that need it. A tag includes its {@code #} or is empty.
 * Option keys come from the program itself and are not checked. Not thread-safe.
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

    /** Starts a request, for clients. */
    public static Line request(String tag, Verb verb) {
        return new Line(tag, verb.name());
    }

    /** Starts the reply to a successful request: {@code OK} and the verb. */
    public static Line ok(String tag, Verb verb) {
        return new Line(tag, "OK ").word(verb.name());
    }

    /** Starts the reply to PING, the only verb whose reply has another word. */
    public static Line pong(String tag) {
        return new Line(tag, "OK PONG");
    }

    /** Starts the reply to a failed request. It ends with {@link #message}. */
    public static Line error(String tag, ErrorCode code) {
        return new Line(tag, "ERR ").word(code.name());
    }

    /** Starts a row, which precedes the reply. */
    public static Line row(String tag) {
        return new Line(tag, "-");
    }

    /** Starts a push: a line that answers no request. */
    public static Line push(String event) {
        return new Line("", "* ").word(event);
    }

    /** Adds a value, quoted if needed. */
    public Line value(String value) {
        text.append(' ');
        LineSyntax.append(text, value);
        return this;
    }

    /** Adds an option, its value quoted if needed. */
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

    /** Adds {@code msg=}, the text for people. */
    public Line message(String message) {
        return option("msg", message);
    }

    private Line word(String word) {
        text.append(word);
        return this;
    }

    /** Returns the line, without a line end. */
    public String text() {
        return text.toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
