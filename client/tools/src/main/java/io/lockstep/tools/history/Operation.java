package io.lockstep.tools.history;

import org.jspecify.annotations.Nullable;

/**
 * One operation of one client on one lock, as the client saw it.
 *
 * @param client the session; a client that opens a new session has a new name
 * @param call the time just before the request was sent, in nanoseconds of one monotonic clock; for {@link Kind#EXPIRE}
 *     the earliest time at which the cluster may end the hold
 * @param ret the time just after the answer arrived; without meaning if the result is unknown
 * @param token the fencing token of the grant concerned; {@link #NO_TOKEN} if there is none
 * @param owner for a status, the session that holds the lock; null if the lock is free, and for all other kinds
 */
public record Operation(
        String client,
        Kind kind,
        String lock,
        long call,
        long ret,
        Result result,
        long token,
        @Nullable String owner) {

    /** Stands for no token; tokens begin at 1. */
    public static final long NO_TOKEN = 0;

    /** The beginning of a client's name that stands for the owner of a grant that nobody knows. */
    public static final String NAMELESS = "lease-";

    /** The kind of an operation. */
    public enum Kind {
        ACQUIRE,
        RELEASE,
        /** A linearizable read. */
        STATUS,
        /** Not a request: the time from which the cluster may end a hold. */
        EXPIRE,
        /** A write to the resource that the lock protects. */
        WRITE
    }

    /** The result of an operation. */
    public enum Result {
        OK,
        /** An acquire that was refused because the lock was held. */
        BUSY,
        /** A release of a grant that was not in force. */
        NOT_HELD,
        /** A write that the resource rejected because its token was too old. */
        REJECTED,
        /** The operation certainly had no effect. */
        FAIL,
        /** The operation may take effect at any time after its call, or never. */
        UNKNOWN
    }

    /** An acquire, a release or a write without an answer yet. */
    public static Operation begun(String client, Kind kind, String lock, long call, long token) {
        return new Operation(client, kind, lock, call, call, Result.UNKNOWN, token, null);
    }

    /** From {@code call} on, the cluster may end this grant, or without a token any grant of the session. */
    public static Operation expire(String client, String lock, long call, long token) {
        return begun(client, Kind.EXPIRE, lock, call, token);
    }

    /** A linearizable read with its result. */
    public static Operation status(
            String client, String lock, long call, long ret, @Nullable String owner, long token) {
        return new Operation(client, Kind.STATUS, lock, call, ret, Result.OK, token, owner);
    }

    /** The same operation with a result. */
    public Operation ended(long when, Result as, long withToken) {
        return new Operation(client, kind, lock, call, when, as, withToken, owner);
    }

    /** Whether the operation has this kind and this result. */
    public boolean is(Kind whichKind, Result whichResult) {
        return kind == whichKind && result == whichResult;
    }

    public boolean hasToken() {
        return token != NO_TOKEN;
    }
}
