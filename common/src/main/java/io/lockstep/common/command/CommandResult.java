package io.lockstep.common.command;

import java.util.List;

/** What became of a command. The same on every server that applied it. */
public sealed interface CommandResult {

    /** The cluster has its name and its settings. */
    record Founded() implements CommandResult {}

    /** The server has its number, from 1. */
    record ServerRegistered(int server) implements CommandResult {}

    /** The session is open, or taken up again, in this generation. */
    record SessionOpened(long session, int clientId, long generation) implements CommandResult {}

    /** The session has ended and its locks, this many, came free. */
    record SessionEnded(int locksReleased) implements CommandResult {}

    /** The session owns what it asked for, under this fencing token. */
    record Granted(long token) implements CommandResult {}

    /** The session no longer owns the lock it held under this token. */
    record Released(long token) implements CommandResult {}

    /** The request stands in line, at this place from 1 (the furthest, if it asks for several locks). */
    record Queued(int position) implements CommandResult {}

    /** The wait is over without a grant. Only ever the answer to a request that stood in line. */
    record TimedOut() implements CommandResult {}

    /** The wait was cancelled. Only ever the answer to a request that {@link Command.CancelWait} named. */
    record Cancelled() implements CommandResult {}

    /** The request that was to be cancelled waits no more and will not take effect. */
    record WaitCancelled() implements CommandResult {}

    /** The waits and lock-delays that were due have ended. */
    record TimePassed() implements CommandResult {}

    /** Nothing was changed, for a reason that the client is told. */
    sealed interface Refused extends CommandResult {}

    /**
     * Others hold the lock.
     *
     * @param hold the oldest of these
     * @param waiting how many requests stand in line
     */
    record HeldByOther(HolderStatus hold, int waiting) implements Refused {}

    /** There is room, but others stand in line for the lock, and a request that does not wait passes nobody. */
    record OthersInLine(LockName name, int firstClientId, int waiting) implements Refused {}

    /** The lock is blocked by lock-delay, until this moment of cluster time. */
    record Blocked(LockName name, long untilClusterMillis) implements Refused {}

    /** The name is in use in another mode, one of the two being a semaphore: {@code mode}. */
    record OtherMode(LockName name, LockMode mode) implements Refused {}

    /** To wait would close a circle: each client waits for a lock that the next one holds or is before it in line for. */
    record Deadlock(List<Link> cycle) implements Refused {

        public Deadlock {
            cycle = List.copyOf(cycle);
        }

        /** One part of the circle: this client waits for this lock. */
        public record Link(int clientId, LockName waitsFor) {}
    }

    /** There is nothing to cancel: the request has its answer. */
    record NotWaiting() implements Refused {}

    /**
     * The session holds this lock already, which {@code hold} is then, or as many others as the cluster allows, and {@code
     * hold} is the oldest.
     *
     * @param locksPerClient how many the cluster allows; 0 for no limit
     */
    record AlreadyHolds(HolderStatus hold, int locksPerClient) implements Refused {}

    /**
     * The session waits for this lock already, or for this one and as many others as the cluster allows.
     *
     * @param locksPerClient how many the cluster allows; 0 for no limit
     */
    record AlreadyWaits(LockName name, int locksPerClient) implements Refused {}

    /** Release of a lock that another session owns. */
    record NotOwner(HolderStatus hold) implements Refused {}

    /**
     * Nobody holds a lock that was to be released or broken.
     *
     * @param name of several the first such
     */
    record NotHeld(LockName name) implements Refused {}

    /**
     * Another grant stands than the one that was to be released or broken.
     *
     * @param hold the session's own for a release; the oldest for a forced one
     */
    record StaleToken(HolderStatus hold) implements Refused {}

    /** There is no such session: it expired, was closed, never was, or its key is another. */
    record NoSession() implements Refused {}

    /** The session has been taken up at another connection since. */
    record TakenOver(long generation) implements Refused {}

    /**
     * A request number whose answer is no longer kept, or of which the client said that it has the answer. This copy has no
     * effect.
     *
     * @param oldestKept the lowest request number whose answer is kept; 0 if none is
     */
    record StaleRequest(long oldestKept) implements Refused {}

    /** A named bound is reached, for instance {@code client ids of server 2}. */
    record Full(String bound, long limit) implements Refused {}

    /** The cluster was founded before, or not yet, or the command comes from a server without a number. */
    record OutOfPlace() implements Refused {}
}
