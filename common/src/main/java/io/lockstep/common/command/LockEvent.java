package io.lockstep.common.command;

/**
 * Something that happened to a lock, beyond the answer to the command that did it. The same on every server that applied
 * the entry. Whoever waits, watches, or loses a lock hears of it by these.
 */
public sealed interface LockEvent {

    /** The lock. */
    LockName name();

    /** The session it happened to. */
    long session();

    /** That session's visible name. */
    int clientId();

    /** A request stands in line, at this place from 1. */
    record Queued(LockName name, long session, int clientId, int position) implements LockEvent {}

    /** A request stands in line no more, and did not get the lock. */
    record Unqueued(LockName name, long session, int clientId, Leaving reason) implements LockEvent {}

    /** The session holds the lock. */
    record Granted(LockName name, long session, int clientId, long token, LockMode mode) implements LockEvent {}

    /** The session holds the lock no more. */
    record Released(LockName name, long session, int clientId, long token, Ending reason) implements LockEvent {}

    /**
     * A request that stood in line has its answer. Comes behind the events that say what happened.
     *
     * @param name the first lock that it asked for
     * @param request its number
     */
    record Answered(LockName name, long session, int clientId, long request, CommandResult answer)
            implements LockEvent {}

    /** Why a request left the line. */
    enum Leaving {
        TIMEOUT,
        CANCELLED,
        /** Its session was ended by its client or with its socket. */
        CLOSED,
        /** Its session's lease ran out. */
        EXPIRED
    }

    /** Why a grant ended. */
    enum Ending {
        RELEASE,
        /** The session was ended by its client or with its socket. */
        CLOSED,
        /** The session's lease ran out. */
        EXPIRED,
        /** An operator broke the lock. */
        FORCED;

        /** Whether the lock's delay applies: its holder did not say that it was done. */
        public boolean delays() {
            return this == EXPIRED || this == FORCED;
        }
    }
}
