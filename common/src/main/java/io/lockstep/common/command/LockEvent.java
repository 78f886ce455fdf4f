package io.lockstep.common.command;

/**
 * A change to a lock. Waiters, watchers and clients that lose a lock learn of it from these events. Every server that
 * applies the entry gets the same ones.
 */
public sealed interface LockEvent {

    /** The lock. */
    LockName name();

    /** The session concerned. */
    long session();

    /** The client id of that session. */
    int clientId();

    /** A request waits for the lock, at this position from 1. */
    record Queued(LockName name, long session, int clientId, int position) implements LockEvent {}

    /** A request left the wait queue without the lock. */
    record Unqueued(LockName name, long session, int clientId, Leaving reason) implements LockEvent {}

    /** The session holds the lock. */
    record Granted(LockName name, long session, int clientId, long token, LockMode mode) implements LockEvent {}

    /** The session no longer holds the lock, which it held for {@code heldMillis} of cluster time. */
    record Released(LockName name, long session, int clientId, long token, Ending reason, long heldMillis)
            implements LockEvent {}

    /**
     * A request that waited has its answer. Follows the events that explain the answer.
     *
     * @param name the first lock of the request
     * @param request the request number
     */
    record Answered(LockName name, long session, int clientId, long request, CommandResult answer)
            implements LockEvent {}

    /** Why a request left the wait queue. */
    enum Leaving {
        TIMEOUT,
        CANCELLED,
        /** The client or its connection ended the session. */
        CLOSED,
        /** The lease of the session expired. */
        EXPIRED
    }

    /** Why a grant ended. */
    enum Ending {
        RELEASE,
        /** The client or its connection ended the session. */
        CLOSED,
        /** The lease of the session expired. */
        EXPIRED,
        /** An operator broke the grant. */
        FORCED;

        /** Returns whether lock-delay applies: true if the holder did not release the lock itself. */
        public boolean delays() {
            return this == EXPIRED || this == FORCED;
        }
    }
}
