package io.lockstep.common.command;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.command.RegisteredServer.Program;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One command for the lock map. A command changes nothing by itself: {@code LockStateMachine.decide} says what it would
 * do, and {@code LockStateMachine.apply} does it, alike on every server. The address of an operator is {@code
 * address:port} of the connection that sent the request.
 */
public sealed interface Command {

    /**
     * Whether an answer that changes nothing tells how things are now. So it counts only from a leader that has
     * confirmed its leadership. The other commands get the answer that was once decided of them.
     */
    default boolean isAboutNow() {
        return this instanceof ChangeAccess || this instanceof SetMapBytes || this instanceof MembershipChange;
    }

    /**
     * Founds the cluster: the first command of a log. It fixes the name and the settings of the cluster.
     *
     * @param locksPerClient how many locks one session may hold; 0 for no limit
     * @param mapBytesMax the bound of the lock map in bytes, as {@code MapBytes} estimates them
     * @param leaseMillisMax the longest lease of a grant that has its own, at least {@link Limits#LEASE_MILLIS_MIN}
     * @param historyBytesMax the bound of the history in bytes; 0 for no history
     */
    record FoundCluster(
            String clusterId, int locksPerClient, long mapBytesMax, long leaseMillisMax, long historyBytesMax)
            implements Command {

        public FoundCluster {
            if (clusterId.isEmpty()
                    || locksPerClient < 0
                    || mapBytesMax < 0
                    || leaseMillisMax < Limits.LEASE_MILLIS_MIN
                    || historyBytesMax < 0) {
                throw new IllegalArgumentException("a cluster needs a name and limits that are not negative");
            }
        }

        /** Founds a cluster without a bound in bytes, with the usual longest lease and history. */
        public FoundCluster(String clusterId, int locksPerClient) {
            this(
                    clusterId,
                    locksPerClient,
                    Long.MAX_VALUE,
                    Limits.LEASE_MILLIS_MAX_DEFAULT,
                    Limits.HISTORY_BYTES_DEFAULT);
        }
    }

    /** Changes which servers belong to the cluster. */
    sealed interface MembershipChange extends Command {}

    /**
     * Gives a server the next free number. A server that joins again with the same storage id gets its old number, and
     * its addresses and its program are updated. The level of the cluster rises once all its servers read a higher one.
     *
     * @param observer whether the server never votes
     * @param replaces the member with the same peer address that this server replaces, since it is gone; 0 for none.
     *     The leader fills it in
     * @param program that the server runs
     */
    record RegisterServer(
            String storageId, String clientAddress, String peerAddress, boolean observer, int replaces, Program program)
            implements MembershipChange {

        /** Registers a server that may vote and replaces none, and runs 1.0.0. */
        public RegisterServer(String storageId, String clientAddress, String peerAddress) {
            this(storageId, clientAddress, peerAddress, false, 0, Program.FIRST);
        }

        /** Returns the same command, which replaces this member. */
        public RegisterServer replacing(int member) {
            return new RegisterServer(storageId, clientAddress, peerAddress, observer, member, program);
        }
    }

    /** Begins to remove a server, on behalf of an operator. */
    record RemoveServer(int server, Way way, String operator, String operatorAddress, String reason)
            implements MembershipChange {

        /** What becomes of the place of a server that votes. Logs have these names, so they stay. */
        public enum Way {
            /** A server that has caught up takes it. The leader refuses the command if there is none. */
            EXCHANGE,
            /** The next server that has caught up takes it; until then the old one keeps it. */
            REPLACE,
            /** Nobody takes it if nobody is there: the number of voters shrinks by two, and so stays odd. */
            SHRINK
        }
    }

    /** A server that was to be removed is no member of the log any more. Only a leader proposes it. */
    record FinishRemoval(int server) implements MembershipChange {}

    /**
     * Puts into the audit that an operator went on with {@code --accept-loss}: this server votes although it may have
     * lost what it acknowledged. The server sends it when it takes part again.
     *
     * @param start which start of the server on its data that was; a retry has the same number and has no effect
     * @param kept the index of the last entry that the server went on with
     * @param known the index of the last entry that it is known to have had
     * @param operatorAddress the address at which the server was started
     */
    record AcceptLoss(
            int server, long start, long kept, long known, String operator, String operatorAddress, String reason)
            implements Command {}

    /** Changes a user, on behalf of an administrator, the operator. */
    record ChangeAccess(AccessChange change, String operator, String operatorAddress) implements Command {}

    /**
     * Puts into the audit that a server refused logins or requests. The server counts them, so that nobody can fill the
     * log.
     *
     * @param number identifies the report among those of the server; a retry has no effect
     * @param verb of the refused requests
     * @param user who sent them; empty if nobody knows
     * @param address of the host that they came from
     */
    record ReportRefusals(int server, long number, String verb, String user, String address, int times)
            implements Command {}

    /** Changes the bound of the lock map in bytes, on behalf of an operator. */
    record SetMapBytes(long mapBytesMax, String operator, String operatorAddress, String reason) implements Command {

        public SetMapBytes {
            if (mapBytesMax < 0) {
                throw new IllegalArgumentException("a negative bound");
            }
        }
    }

    /**
     * Opens a session. The server draws the key at random. The key also identifies the command: a retry with a known
     * key returns the session that the first command opened.
     *
     * @param label the client's name for itself; empty if none
     * @param resumable whether the key can resume the session (a HELLO session); otherwise the session ends with its
     *     connection
     * @param user the name of the user to whom the session belongs; empty for none
     * @param operator whether the session is for a request of an operator, who gets in when others no longer do
     */
    record OpenSession(
            SessionKey key,
            ServerIncarnation home,
            String clientAddress,
            String label,
            long ttlMillis,
            boolean resumable,
            String user,
            boolean operator)
            implements Command {

        /** Opens a session that belongs to no user, of a client that is no operator. */
        public OpenSession(
                SessionKey key,
                ServerIncarnation home,
                String clientAddress,
                String label,
                long ttlMillis,
                boolean resumable) {
            this(key, home, clientAddress, label, ttlMillis, resumable, "", false);
        }
    }

    /**
     * Resumes a session at another connection, which raises its generation by one.
     *
     * @param attempt a random number that identifies a retry; never 0
     * @param fromGeneration the generation that the leader decided this command against; the leader fills it in
     * @param user the name of the user who asks; empty for none
     */
    record ResumeSession(
            long session,
            SessionKey key,
            long attempt,
            long fromGeneration,
            ServerIncarnation home,
            String clientAddress,
            String user)
            implements Command {

        /** Resumes a session for no user. */
        public ResumeSession(
                long session,
                SessionKey key,
                long attempt,
                long fromGeneration,
                ServerIncarnation home,
                String clientAddress) {
            this(session, key, attempt, fromGeneration, home, clientAddress, "");
        }

        /** Returns the same command, decided against {@code generation}. */
        public ResumeSession decidedAgainst(long generation) {
            return new ResumeSession(session, key, attempt, generation, home, clientAddress, user);
        }
    }

    /** Ends a session because its client quit or its connection closed. Its locks become free. */
    record CloseSession(long session, long generation) implements Command {}

    /** Ends a session whose lease expired. Only a leader proposes it, after it has confirmed its leadership. */
    record ExpireSession(long session, long generation) implements Command {}

    /**
     * Ends a session before its lease runs out, since there is no room for others. Its connection is closed. Refused if
     * it holds a lock or waits for one.
     */
    record EndIdleSession(long session, long generation) implements Command {}

    /** A client's request for a lock. Its number makes retries harmless: a request takes effect at most once. */
    sealed interface Request extends Command permits Acquire, Release, ForceRelease, KeyedRequest {

        /** Identifies the request within its session. */
        RequestId request();
    }

    /**
     * Takes the locks, all or none. If that is not possible at once, the request waits or is refused.
     *
     * @param names at least one, without repetition
     * @param waitMillis how long the request may wait, in cluster time; 0 to be refused instead
     * @param delayMillis how long the locks stay blocked if the grant ends by expiry or force
     * @param lease of the grant, which is then of one lock; null for a grant that lives with its session
     */
    record Acquire(
            RequestId request,
            List<LockName> names,
            LockMode mode,
            long waitMillis,
            long delayMillis,
            @Nullable LeaseTerms lease)
            implements Request {

        public Acquire {
            names = List.copyOf(names);
            if (names.isEmpty() || waitMillis < 0 || delayMillis < 0 || (lease != null && names.size() > 1)) {
                throw new IllegalArgumentException("nothing to acquire, a negative time, or a lease of several locks");
            }
        }

        /** Takes locks for a session. */
        public Acquire(RequestId request, List<LockName> names, LockMode mode, long waitMillis, long delayMillis) {
            this(request, names, mode, waitMillis, delayMillis, null);
        }

        /** Takes one lock exclusively, at once or not at all. */
        public Acquire(RequestId request, LockName name) {
            this(request, List.of(name), LockMode.EXCLUSIVE, 0, 0);
        }
    }

    /**
     * Releases locks that this session holds, all or none.
     *
     * @param names at least one, without repetition
     * @param token the fencing token of the grant to release; 0 for any grant of this session
     */
    record Release(RequestId request, List<LockName> names, long token) implements Request {

        public Release {
            names = List.copyOf(names);
            if (names.isEmpty()) {
                throw new IllegalArgumentException("nothing to release");
            }
        }

        /** Releases one lock. */
        public Release(RequestId request, LockName name, long token) {
            this(request, List.of(name), token);
        }
    }

    /**
     * Breaks a grant on behalf of an operator.
     *
     * @param token the fencing token of the grant to break; no other grant is touched
     */
    record ForceRelease(RequestId request, LockName name, long token, String operator, String reason)
            implements Request {}

    /**
     * Cancels a waiting request of this session. A request that has not arrived yet is cancelled in advance and never
     * takes effect. The command has no number of its own, since cancelling twice is harmless.
     *
     * @param request the number of the request to cancel
     */
    record CancelWait(long session, long generation, long request) implements Command {}

    /** Ends the waits, leases and lock-delays that are due at this cluster time. Only a leader proposes it. */
    record PassTime(long clusterMillis) implements Command {}
}
