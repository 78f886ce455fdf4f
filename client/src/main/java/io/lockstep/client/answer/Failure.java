package io.lockstep.client.answer;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.program.ExitCode;
import io.lockstep.program.Json;
import io.lockstep.program.LineFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The reason why a request or a command failed, for the user.
 *
 * @param code the server's code, or one of ours in the same form
 * @param text one line that begins with a word and a colon, with a hint what to do next where that helps
 * @param fields further facts for a program
 * @param exitCode from the table of {@link ExitCode}
 */
public record Failure(String code, String text, Map<String, Object> fields, int exitCode) {

    /** A command line that is not valid. */
    public static Failure usage(String message) {
        return new Failure("USAGE", "error: " + message, Map.of(), ExitCode.USAGE);
    }

    /** Input that is not valid, such as a name that no lock can have, or an unreadable line. */
    public static Failure badData(String message) {
        return new Failure("BAD_DATA", "error: " + message, Map.of(), ExitCode.BAD_DATA);
    }

    /** The client can no longer rely on the lock. */
    public static Failure lost(String message) {
        return new Failure("LOST", "lost: " + message, Map.of(), ExitCode.LOST);
    }

    /** The lock was lost while a command ran under it. */
    public static Failure lostWhileRunning(String name, long token, String why) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("token", token);
        String text = "run: lost lock " + RefusalText.quoted(name) + ": " + why;
        return new Failure("LOST", text, fields, ExitCode.LOST);
    }

    /** A bug in this program. */
    public static Failure internal(String message) {
        return new Failure(
                "INTERNAL",
                "error: this is a bug in lockstep, please report it: " + message,
                Map.of(),
                ExitCode.INTERNAL);
    }

    /** The failure that the outcome of a request means; empty if the request succeeded. */
    public static Optional<Failure> of(Call call, CallOutcome outcome) {
        if (outcome instanceof CallOutcome.Answered answered) {
            Reply reply = answered.reply();
            return reply.ok() ? Optional.empty() : Optional.of(refused(call, reply));
        }
        if (outcome instanceof CallOutcome.NotDone notDone) {
            return Optional.of(unavailable(notDone.why()));
        }
        if (outcome instanceof CallOutcome.Unknown unknown) {
            return Optional.of(unknown(call, unknown.why()));
        }
        throw new IllegalStateException("no such outcome: " + outcome);
    }

    /** Whether no server could do it, so that another attempt may succeed without a change of anything else. */
    public static boolean isUnavailable(Call call, CallOutcome outcome) {
        boolean limit = outcome instanceof CallOutcome.Answered answered
                && answered.reply().is(ErrorCode.LIMIT);
        return !limit
                && of(call, outcome)
                        .filter(failure -> failure.exitCode() == ExitCode.UNAVAILABLE
                                || failure.exitCode() == ExitCode.OUTCOME_UNKNOWN)
                        .isPresent();
    }

    /** No server could carry out the request, and it has no effect. {@code why} is a clause. */
    public static Failure unavailable(String why) {
        return new Failure(
                "UNAVAILABLE",
                "unavailable: " + why + "; nothing was done: is a server running there? --server names others",
                Map.of(),
                ExitCode.UNAVAILABLE);
    }

    private static Failure unknown(Call call, String why) {
        String next = call.changesLocks() ? "; check with: status " + RefusalText.quoted(call.name()) : "";
        return new Failure(
                ErrorCode.OUTCOME_UNKNOWN.name(),
                "unknown: the request may or may not have been done (" + why + ")" + next,
                Map.of(),
                ExitCode.OUTCOME_UNKNOWN);
    }

    private static Failure refused(Call call, Reply reply) {
        Map<String, Object> fields = new LinkedHashMap<>(LineFields.of(reply.line()));
        if (!reply.line().value().isEmpty()) {
            fields.put("name", reply.line().value());
        }
        fields.remove("msg");
        if (reply.is(ErrorCode.OUTCOME_UNKNOWN)) {
            return unknown(call, reply.line().message());
        }
        return new Failure(reply.line().word(), RefusalText.of(call, reply.line()), fields, exitCode(reply));
    }

    private static int exitCode(Reply reply) {
        ErrorCode code = reply.line().errorCode().orElse(null);
        if (code == null) {
            return ExitCode.NO;
        }
        return switch (code) {
            case HELD, ALREADY, DELAYED, TIMEOUT, CANCELLED, DEADLOCK -> ExitCode.NOT_ACQUIRED;
            // Not a matter of time: one of two programs is wrong.
            case MODE -> ExitCode.CONFIGURATION;
            case NOT_HELD,
                    NOT_OWNER,
                    STALE_TOKEN,
                    STALE_REQUEST,
                    SESSION_OPEN,
                    BAD_VERSION,
                    MEMBERSHIP,
                    USERS,
                    FEATURE_LEVEL -> ExitCode.NO;
            case AUTH_REQUIRED, AUTH_FAILED, DENIED -> ExitCode.DENIED;
            case BAD_FORMAT, UNKNOWN_VERB, BAD_ARGS, LINE_TOO_LONG, BAD_ENCODING -> ExitCode.BAD_DATA;
            case SESSION_EXPIRED, TAKEN_OVER -> ExitCode.LOST;
            case LIMIT, BUSY, NO_LEADER, BEHIND, SHUTTING_DOWN -> ExitCode.UNAVAILABLE;
            case OUTCOME_UNKNOWN -> ExitCode.OUTCOME_UNKNOWN;
        };
    }

    /** As one JSON object. */
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("error", code);
        all.putAll(fields);
        all.put("msg", text.substring(text.indexOf(": ") + 2));
        return Json.object(all);
    }

    /** The same failure, located at a line of a script. */
    public Failure atLine(int line) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put("line", line);
        return new Failure(code, "line " + line + ": " + text, more, exitCode);
    }
}
