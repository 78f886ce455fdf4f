package io.lockstep.follower.http;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.program.LineFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the reply to a request that the server refused as a request of the line protocol. */
public final class Refusals {

    private Refusals() {}

    /** The reply for a line {@code ERR}: its code, its options, and its message. */
    public static HttpReply of(ServerLine error) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("error", error.word());
        LineFields.of(error).forEach((key, value) -> fields.put(key.equals("msg") ? "message" : key, value));
        int status = error.errorCode().map(Refusals::status).orElse(500);
        HttpReply reply = HttpReply.json(status, fields);
        return switch (status) {
            case 401 -> reply.with("WWW-Authenticate", "Bearer");
            case 503 -> reply.with("Retry-After", "1");
            default -> reply;
        };
    }

    /** The same for the answer to AUTH: over HTTP a token comes in a header. */
    public static HttpReply ofLogin(ServerLine error) {
        boolean none = error.errorCode().equals(Optional.of(ErrorCode.AUTH_REQUIRED));
        return none
                ? HttpReply.error(
                                401,
                                error.word(),
                                "this cluster has users: send the header Authorization: Bearer TOKEN")
                        .with("WWW-Authenticate", "Bearer")
                : of(error);
    }

    /** The status of a refusal. */
    public static int status(ErrorCode code) {
        return switch (code) {
            case BAD_FORMAT, UNKNOWN_VERB, BAD_ARGS, BAD_VERSION, LINE_TOO_LONG, BAD_ENCODING -> 400;
            case AUTH_REQUIRED, AUTH_FAILED -> 401;
            case DENIED -> 403;
            case NOT_HELD -> 404;
            case HELD, DELAYED -> 423;
            case TIMEOUT -> 408;
            case CANCELLED, ALREADY, DEADLOCK, MODE, NOT_OWNER, STALE_TOKEN, STALE_REQUEST, SESSION_OPEN -> 409;
            case FEATURE_LEVEL -> 501;
            case SESSION_EXPIRED, TAKEN_OVER, MEMBERSHIP, USERS -> 409;
            case LIMIT -> 429;
            case BUSY, NO_LEADER, BEHIND, SHUTTING_DOWN -> 503;
            case OUTCOME_UNKNOWN -> 504;
        };
    }
}
