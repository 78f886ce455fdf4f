package io.lockstep.client.answer;

import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ServerLine;

/** Formats a server's error reply as one line for a person. Pure. */
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
            case HELD -> "refused: " + held(name, error);
            case DELAYED ->
                "refused: the last holder of " + name + " was lost; it stays blocked for " + error.option("remaining");
            case TIMEOUT -> "refused: timed out" + (isHeld(error) ? "; " + held(name, error) : "");
            case CANCELLED -> "refused: the wait for " + name + " was cancelled";
            case DEADLOCK -> "refused: waiting for " + name + " would be a deadlock: " + error.option("cycle");
            case MODE -> "refused: " + name + " is in use in another mode: " + mode(error);
            case ALREADY -> already(call, error);
            case NOT_HELD -> "refused: nobody holds " + name;
            case NOT_OWNER -> "refused: not yours: " + name + " is held by " + holder(error);
            case STALE_TOKEN ->
                "refused: " + name + " is held under token " + error.option("token") + ", not the one you gave";
            case SESSION_EXPIRED -> "lost: the session has ended, and its locks with it";
            case TAKEN_OVER -> "lost: another connection has taken over the session";
            case NO_LEADER -> "unavailable: the cluster has no leader; nothing was done: try again in a moment";
            case BUSY, BEHIND, SHUTTING_DOWN, LIMIT -> "unavailable: " + error.message() + "; nothing was done";
            case AUTH_REQUIRED, AUTH_FAILED, DENIED -> "denied: " + error.message();
            case MEMBERSHIP, USERS, FEATURE_LEVEL -> "refused: " + error.message();
            case OUTCOME_UNKNOWN -> "unknown: " + error.message();
            case BAD_ARGS -> error.option("limit") == null ? "error: " + error.message() : tooMany(call, error);
            case BAD_FORMAT, UNKNOWN_VERB, BAD_VERSION, LINE_TOO_LONG, BAD_ENCODING, STALE_REQUEST, SESSION_OPEN ->
                "error: " + error.message();
        };
    }

    private static boolean isHeld(ServerLine line) {
        return line.option("owner") != null;
    }

    private static String held(String name, ServerLine line) {
        if (!isHeld(line)) {
            return line.message();
        }
        StringBuilder text = new StringBuilder(name + " is held by " + holder(line));
        String lease = line.option("lease");
        if (lease != null) {
            text.append("; its lease ends in ").append(age(lease)).append(" unless renewed");
        }
        String waiting = line.option("waiting");
        if (waiting != null) {
            text.append("; ").append(waiting).append(" waiting");
        }
        return text.toString();
    }

    private static String tooMany(Call call, ServerLine error) {
        return "refused: a client of this cluster may hold " + count(error.number("limit", 1), "lock") + ", not "
                + call.values().size() + " together; a cluster founded with --locks-per-client allows more";
    }

    /** The mode of a lock, in words. */
    static String mode(ServerLine line) {
        String permits = line.option("permits");
        return permits == null ? String.valueOf(line.option("mode")) : "semaphore of " + permits;
    }

    private static String already(Call call, ServerLine error) {
        if (error.option("waiting") != null) {
            return "refused: you already wait for " + quoted(error.value()) + ", and a client may hold and wait for "
                    + count(error.number("limit", 1), "lock");
        }
        String held = quoted(error.value()) + " (token " + error.option("token") + ")";
        if (call.name().equals(error.value())) {
            return "refused: you already hold " + held;
        }
        long limit = error.number("limit", 1);
        return "refused: you already hold " + held + ", and a client may hold " + count(limit, "lock")
                + "; release it first";
    }

    /** The holder of a lock, from the options that HELD, STATUS and LIST share. */
    static String holder(ServerLine line) {
        StringBuilder text = new StringBuilder("client ").append(line.option("owner"));
        String label = line.option("label");
        if (label != null) {
            text.append(" (").append(label).append(')');
        }
        appendIfGiven(text, " at ", line, "address");
        appendIfGiven(text, " on server ", line, "server");
        String held = line.option("held");
        if (held != null) {
            text.append(" for ").append(age(held));
        }
        return text.toString();
    }

    /** An age for a person: in whole seconds from one second on. What is no age stays as it is. */
    static String age(String text) {
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

    /** A lock name for a person: always in quotes, so that spaces at its ends show. */
    static String quoted(String name) {
        return LineSyntax.quoted(name);
    }
}
