package io.lockstep.tools.history;

import org.jspecify.annotations.Nullable;

/**
 * One operation of one client on one lock, as the client saw it.
 *
 * @param client the session; a client that opens a new session has a new name
 * @param call just before it was sent, in nanoseconds of one monotonic clock; for {@link Kind#EXPIRE} the earliest
 *     moment at which the cluster may end the hold
 * @param ret just after it was answered; says nothing if the result is unknown
 * @param token the fencing token of the grant that it is about; {@link #NO_TOKEN} if there is none
 * @param owner for a status, the session that holds the lock; null if it is free, and for all other kinds
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

    /** In place of a token; tokens begin at 1. */
    public static final long NO_TOKEN = 0;

    /** What was asked for. */
    public enum Kind {
        ACQUIRE,
        RELEASE,
        /** A linearizable read. */
        STATUS,
        /** Not asked for: the cluster may end a hold, or not. */
        EXPIRE,
        /** A write at the resource that the lock protects. */
        WRITE
    }

    /** What came of it. */
    public enum Result {
        OK,
        /** An acquire that was refused because the lock was held. */
        BUSY,
        /** A release of a grant that was not in force. */
        NOT_HELD,
        /** A write with a token that the resource took for too old. */
        REJECTED,
        /** It certainly had no effect. */
        FAIL,
        /** It may take effect at any time after its call, or never. */
        UNKNOWN
    }

    /** An acquire, a release or a write that is under way: nobody knows yet. */
    public static Operation begun(String client, Kind kind, String lock, long call, long token) {
        return new Operation(client, kind, lock, call, call, Result.UNKNOWN, token, null);
    }

    /** From {@code call} on, the cluster may end this grant; any grant of the session, if there is no token. */
    public static Operation expire(String client, String lock, long call, long token) {
        return begun(client, Kind.EXPIRE, lock, call, token);
    }

    /** What a linearizable read saw. */
    public static Operation status(
            String client, String lock, long call, long ret, @Nullable String owner, long token) {
        return new Operation(client, Kind.STATUS, lock, call, ret, Result.OK, token, owner);
    }

    /** The same, with what came of it. */
    public Operation ended(long when, Result as, long withToken) {
        return new Operation(client, kind, lock, call, when, as, withToken, owner);
    }

    /** Whether it is of that kind and ended so. */
    public boolean is(Kind whichKind, Result whichResult) {
        return kind == whichKind && result == whichResult;
    }

    public boolean hasToken() {
        return token != NO_TOKEN;
    }
}
