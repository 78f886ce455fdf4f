package io.lockstep.common.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One parsed line from a server.
 *
 * @param tag with its {@code #}; empty if the line has none
 * @param word the word after {@code OK}, the code after {@code ERR}, the event after {@code *}; empty for a row
 * @param values the values, in order; immutable
 * @param options the options, in order; immutable
 */
public record ServerLine(String tag, Kind kind, String word, List<String> values, Map<String, String> options) {

    /** The four kinds of line that a server sends. */
    public enum Kind {
        OK,
        ERR,
        ROW,
        PUSH
    }

    /** Returns whether the line ends the answer to a request. */
    public boolean isReply() {
        return kind == Kind.OK || kind == Kind.ERR;
    }

    /** Returns the first value; empty if there is none. */
    public String value() {
        return values.isEmpty() ? "" : values.get(0);
    }

    /** Returns the option; null if the line does not have it. */
    public @Nullable String option(String key) {
        return options.get(key);
    }

    /** Returns the option as a whole number; {@code absent} if the line does not have it or it is no number. */
    public long number(String key, long absent) {
        String text = options.get(key);
        if (text == null) {
            return absent;
        }
        long number = Arguments.parse(text);
        return number < 0 ? absent : number;
    }

    /** Returns the text for people; empty if there is none. */
    public String message() {
        return options.getOrDefault("msg", "");
    }

    /**
     * Returns the code of an error. Empty if the line is no error or this version does not know the code, which a
     * client treats as final.
     */
    public Optional<ErrorCode> errorCode() {
        return kind == Kind.ERR ? ErrorCode.named(word) : Optional.empty();
    }
}
