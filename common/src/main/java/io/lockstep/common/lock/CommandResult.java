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

    /** The session holds as many locks as the cluster allows, or this one already: {@code hold} is one it has. */
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

    /** A request number whose answer is no longer kept. */
    record StaleRequest(long oldestKept) implements Refused {}

    /** A named bound is reached, for instance {@code client ids of server 2}. */
    record Full(String bound, long limit) implements Refused {}

    /** The cluster was founded before, or has not been founded yet, and so the command makes no sense. */
    record OutOfPlace() implements Refused {}
}
