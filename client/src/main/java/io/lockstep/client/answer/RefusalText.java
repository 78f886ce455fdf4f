package io.lockstep.client.answer;

import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ServerLine;

/** A server's error as one line for a person. Pure. */
final class RefusalText {

    private static final long MILLIS_PER_SECOND = 1_000;

    private RefusalText() {}

    static String of(Call call, ServerLine error) {
        ErrorCode code = error.errorCode().orElse(null);
        if (code == null) {
            return "error: " + error.word() + " " + error.message();
        }
        String name = quoted(error.value());
        return switch (code) {
            case HELD -> "refused: " + name + " is held by " + holder(error);
            case ALREADY -> already(call, error);
            case NOT_HELD -> "refused: nobody holds " + name;
            case NOT_OWNER -> "refused: not yours: " + name + " is held by " + holder(error);
            case STALE_TOKEN ->
                "refused: you hold " + name + " under token " + error.option("token") + ", not the one you gave";
            case SESSION_EXPIRED -> "lost: the session has ended, and its locks with it";
            case TAKEN_OVER -> "lost: the session goes on at another connection";
            case NO_LEADER -> "unavailable: there is no leader at present; nothing was done: try again in a moment";
            case BUSY, BEHIND, SHUTTING_DOWN, LIMIT -> "unavailable: " + error.message() + "; nothing was done";
            case OUTCOME_UNKNOWN -> "unknown: " + error.message();
            case BAD_FORMAT,
                    UNKNOWN_VERB,
                    BAD_ARGS,
                    BAD_VERSION,
                    LINE_TOO_LONG,
                    BAD_ENCODING,
                    STALE_REQUEST,
                    SESSION_OPEN -> "error: " + error.message();
        };
    }

    private static String already(Call call, ServerLine error) {
        String held = quoted(error.value()) + " (token " + error.option("token") + ")";
        if (call.name().equals(error.value())) {
            return "refused: you already hold " + held;
        }
        long limit = error.number("limit", 1);
        return "refused: you already hold " + held + ", and a client may hold " + count(limit, "lock")
                + "; release it first";
    }

    /** Who holds a lock, from the options that HELD, STATUS and LIST share. */
    static String holder(ServerLine line) {
        StringBuilder text = new StringBuilder("client ").append(line.option("owner"));
        appendIfGiven(text, " at ", line, "address");
        appendIfGiven(text, " on server ", line, "server");
        String held = line.option("held");
        if (held != null) {
            text.append(" for ").append(age(held));
        }
        return text.toString();
    }

    /** An age as a person wants it: whole seconds, once there is one. */
    private static String age(String text) {
        long millis = Durations.parseMillis(text);
        return millis < MILLIS_PER_SECOND ? text : Durations.formatAge(millis);
    }

    static void appendIfGiven(StringBuilder text, String before, ServerLine line, String key) {
        String value = line.option(key);
        if (value != null) {
            text.append(before).append(value);
        }
    }

    static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** A lock name as a person sees it: always in quotes, so that its ends are plain. */
    static String quoted(String name) {
        return LineSyntax.quoted(name);
    }
}
