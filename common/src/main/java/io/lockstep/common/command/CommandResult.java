package io.lockstep.common.command;

import io.lockstep.common.access.AccessVerdict;
import java.util.List;

/** The result of a command. Every server that applies the command gets the same one. */
public sealed interface CommandResult {

    /** The cluster is founded. */
    record Founded() implements CommandResult {}

    /** The server has this number, from 1. */
    record ServerRegistered(int server) implements CommandResult {}

    /** The server is to be removed, and the leader is about to do it. */
    record ServerLeaves(int server) implements CommandResult {}

    /** The server is removed. */
    record ServerRemoved(int server) implements CommandResult {}

    /** The audit says that the operator of a server accepted a loss. */
    record LossRecorded() implements CommandResult {}

    /** The users are as the command wants them. */
    record AccessChanged() implements CommandResult {}

    /** The audit has the report. */
    record RefusalsRecorded() implements CommandResult {}

    /** The bound of the lock map in bytes has this value. */
    record MapBytesSet(long mapBytesMax) implements CommandResult {}

    /** The session is open, or resumed, with this generation. */
    record SessionOpened(long session, int clientId, long generation) implements CommandResult {}

    /** The session has ended and released this many locks. */
    record SessionEnded(int locksReleased) implements CommandResult {}

    /** The session holds the requested locks under this fencing token. */
    record Granted(long token) implements CommandResult {}

    /**
     * The grant with this token, which is the client with this id, has a lease of its own, of so long from now on or
     * from an earlier LOCK.
     */
    record Leased(long token, int clientId, long leaseMillis) implements CommandResult {}

    /** The session has released the grant with this token. */
    record Released(long token) implements CommandResult {}

    /** The request waits. Its position counts from 1; for several locks it is the furthest one. */
    record Queued(int position) implements CommandResult {}

    /** The wait ended without a grant. Only a request that waited gets this answer. */
    record TimedOut() implements CommandResult {}

    /** The wait was cancelled. Only a request that {@link Command.CancelWait} named gets this answer. */
    record Cancelled() implements CommandResult {}

    /** The request to be cancelled no longer waits and will not take effect. */
    record WaitCancelled() implements CommandResult {}

    /** The waits, leases and lock-delays that were due have ended. */
    record TimePassed() implements CommandResult {}

    /** The command changed nothing. The client learns the reason. */
    sealed interface Refused extends CommandResult {}

    /**
     * Other sessions hold the lock.
     *
     * @param holder the oldest grant
     * @param waiting how many requests wait for the lock
     */
    record HeldByOther(HolderStatus holder, int waiting) implements Refused {}

    /** The lock has room, but other requests wait for it, and a request that does not wait may not overtake them. */
    record WaitersAhead(LockName name, int firstClientId, int waiting) implements Refused {}

    /** Lock-delay blocks the lock until this moment of cluster time. */
    record Blocked(LockName name, long untilClusterMillis) implements Refused {}

    /** The name is in use in another mode, {@code mode}, and one of the two modes is a semaphore. */
    record OtherMode(LockName name, LockMode mode) implements Refused {}

    /**
     * Waiting would close a cycle: each client waits for a lock that the next one holds or is queued for ahead of it.
     */
    record Deadlock(List<Link> cycle) implements Refused {

        public Deadlock {
            cycle = List.copyOf(cycle);
        }

        /** One link of the cycle: this client waits for this lock. */
        public record Link(int clientId, LockName waitsFor) {}
    }

    /** There is nothing to cancel: the request already has its answer. */
    record NotWaiting() implements Refused {}

    /**
     * The session already holds this lock, or as many locks as the cluster allows. In the first case {@code holder} is
     * the grant of this lock, in the second the session's oldest grant.
     *
     * @param locksPerClient how many locks the cluster allows one session; 0 for no limit
     */
    record AlreadyHolds(HolderStatus holder, int locksPerClient) implements Refused {}

    /**
     * The session already waits for this lock, or for this one and as many others as the cluster allows.
     *
     * @param locksPerClient how many locks the cluster allows one session; 0 for no limit
     */
    record AlreadyWaits(LockName name, int locksPerClient) implements Refused {}

    /** The lock to be released belongs to another session. */
    record NotOwner(HolderStatus holder) implements Refused {}

    /**
     * The lock to be released or broken is not held.
     *
     * @param name the first such lock
     */
    record NotHeld(LockName name) implements Refused {}

    /**
     * The lock to be released or broken is held under another token.
     *
     * @param holder the session's own grant for a release; the oldest grant for a forced release
     */
    record StaleToken(HolderStatus holder) implements Refused {}

    /** The session does not exist: it expired, was closed, never existed, or has another key. */
    record NoSession() implements Refused {}

    /** The cluster has users, and the command names none of them. */
    record NotAUser() implements Refused {}

    /** A change of the users is not possible. */
    record AccessRefused(AccessVerdict.Refusal reason) implements Refused {}

    /** The session holds a lock or waits for one, so it does not end early. */
    record SessionInUse() implements Refused {}

    /**
     * The cluster does not have the level that the command needs.
     *
     * @param featureLevel that the cluster has
     */
    record LevelTooLow(int needed, int featureLevel) implements Refused {}

    /** The bound of the lock map is too large for the heap of the leader, which allows this many bytes. */
    record HeapTooSmall(long mapBytesMax) implements Refused {}

    /** The session has been resumed at another connection. */
    record TakenOver(long generation) implements Refused {}

    /**
     * The answer to this request number is no longer kept, or the client has said that it has the answer. This retry
     * has no effect.
     *
     * @param oldestKept the lowest request number whose answer is kept; 0 if none is
     */
    record StaleRequest(long oldestKept) implements Refused {}

    /** A named bound is reached, for instance {@code client ids of server 2}. */
    record Full(String bound, long limit) implements Refused {}

    /**
     * A change of the servers is not possible.
     *
     * @param server the server in the way, or the one that the command names
     */
    record MembershipRefused(Reason reason, int server) implements Refused {

        /** Why a change of the servers is not possible. Messages have these names, so they stay. */
        public enum Reason {
            NO_SUCH_SERVER,
            /** The server was removed, and its number and its data are of no use any more. */
            REMOVED,
            /** No other member would be left. */
            LAST_SERVER,
            /** The server votes, and no other has caught up that could take its place. */
            NO_REPLACEMENT,
            /** It is the only voter: nobody could decide without it. */
            ONLY_VOTER,
            /** Another member, which is not known to be gone, has this peer address. */
            ADDRESS_TAKEN,
            /** An address is not {@code host:port} of a host that others can reach. */
            BAD_ADDRESS,
            /** The cluster has a higher level than the program of the server reads. */
            OLD_PROGRAM
        }
    }

    /** The cluster is already founded, or not yet founded, or the server that sent the command has no number. */
    record OutOfPlace() implements Refused {}
}
