package io.lockstep.common.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line from a server, as a client reads it.
 *
 * @param tag with its {@code #}; empty if there was none
 * @param word the word after {@code OK}, the code after {@code ERR}, the event after {@code *}; empty for a row
 * @param values what follows, in order; never changed
 * @param options what follows as {@code key=value}, in order; never changed
 */
public record ServerLine(String tag, Kind kind, String word, List<String> values, Map<String, String> options) {

    /** Which of the four kinds of line a server sends. */
    public enum Kind {
        OK,
        ERR,
        ROW,
        PUSH
    }

    /** Whether it ends the answer to a request. */
    public boolean isReply() {
        return kind == Kind.OK || kind == Kind.ERR;
    }

    /** The first value; empty if there is none. */
    public String value() {
        return values.isEmpty() ? "" : values.get(0);
    }

    /** The option, or null if the line has none of that key. */
    public @Nullable String option(String key) {
        return options.get(key);
    }

    /** The option as a whole number; {@code absent} if there is none of that key, or it is no number. */
    public long number(String key, long absent) {
        String text = options.get(key);
        if (text == null) {
            return absent;
        }
        long number = Arguments.parse(text);
        return number < 0 ? absent : number;
    }

    /** The text for people, or empty. */
    public String message() {
        return options.getOrDefault("msg", "");
    }

    /** The code of an error; empty if the line is no error, or a code that this version does not know (treat as final). */
    public Optional<ErrorCode> errorCode() {
        return kind == Kind.ERR ? ErrorCode.named(word) : Optional.empty();
    }
}
