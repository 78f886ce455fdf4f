package io.lockstep.common.lock;

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

    /** The session owns the lock, under this fencing token. */
    record Granted(long token) implements CommandResult {}

    /** The session no longer owns the lock it held under this token. */
    record Released(long token) implements CommandResult {}

    /** Nothing was changed, for a reason that the client is told. */
    sealed interface Refused extends CommandResult {}

    /** Another session holds the lock. */
    record HeldByOther(Hold hold) implements Refused {}

    /**
     * The session holds this lock already, which {@code hold} is then, or as many others as the cluster allows, and {@code
     * hold} is the oldest.
     *
     * @param locksPerClient how many the cluster allows; 0 for no limit
     */
    record AlreadyHolds(Hold hold, int locksPerClient) implements Refused {}

    /** Release of a lock that another session owns. */
    record NotOwner(Hold hold) implements Refused {}

    /** Release of a lock that nobody holds. */
    record NotHeld() implements Refused {}

    /** Release of another grant than the one the session has: {@code hold} is the present one. */
    record StaleToken(Hold hold) implements Refused {}

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
