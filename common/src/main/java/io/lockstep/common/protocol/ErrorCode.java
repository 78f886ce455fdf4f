package io.lockstep.common.protocol;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a request failed: the word after {@code ERR}. {@code docs/PROTOCOL.md} says how a client reacts to each code. */
public enum ErrorCode {
    BAD_FORMAT(Kind.FINAL, false),
    UNKNOWN_VERB(Kind.FINAL, false),
    BAD_ARGS(Kind.FINAL, false),
    BAD_VERSION(Kind.FINAL, false),
    LINE_TOO_LONG(Kind.FINAL, true),
    BAD_ENCODING(Kind.FINAL, true),
    HELD(Kind.FINAL, false),
    DELAYED(Kind.FINAL, false),
    ALREADY(Kind.FINAL, false),
    TIMEOUT(Kind.FINAL, false),
    CANCELLED(Kind.FINAL, false),
    DEADLOCK(Kind.FINAL, false),
    MODE(Kind.FINAL, false),
    NOT_HELD(Kind.FINAL, false),
    NOT_OWNER(Kind.FINAL, false),
    STALE_TOKEN(Kind.FINAL, false),
    STALE_REQUEST(Kind.FINAL, false),
    SESSION_OPEN(Kind.FINAL, false),
    SESSION_EXPIRED(Kind.FINAL, false),
    TAKEN_OVER(Kind.FINAL, true),
    LIMIT(Kind.FINAL, false),
    MEMBERSHIP(Kind.FINAL, false),
    AUTH_REQUIRED(Kind.FINAL, false),
    AUTH_FAILED(Kind.FINAL, false),
    DENIED(Kind.FINAL, false),
    USERS(Kind.FINAL, false),
    FEATURE_LEVEL(Kind.FINAL, false),
    BUSY(Kind.RETRY_SAFE, false),
    NO_LEADER(Kind.RETRY_SAFE, false),
    BEHIND(Kind.RETRY_SAFE, false),
    SHUTTING_DOWN(Kind.RETRY_SAFE, true),
    OUTCOME_UNKNOWN(Kind.OUTCOME_UNKNOWN, false);

    /** What a client may conclude from an error. */
    public enum Kind {
        /** The request had no effect. Repeating it fails again until something else changes. */
        FINAL,
        /** The request had no effect and never will have. The client may send it again, here or elsewhere. */
        RETRY_SAFE,
        /**
         * The request may have taken effect, or may still do so. Only a retry with the same {@code req=} in the same
         * session tells.
         */
        OUTCOME_UNKNOWN
    }

    private static final Map<String, ErrorCode> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ErrorCode::name, code -> code));

    private final Kind kind;
    private final boolean closes;

    ErrorCode(Kind kind, boolean closes) {
        this.kind = kind;
        this.closes = closes;
    }

    /** Returns what a client may conclude from this error. */
    public Kind kind() {
        return kind;
    }

    /** Returns whether the server closes the connection after this error. */
    public boolean closes() {
        return closes;
    }

    /**
     * Returns the code with this name; empty if this version does not know it. A client treats an unknown code as
     * final.
     */
    public static Optional<ErrorCode> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
