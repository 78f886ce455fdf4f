package io.lockstep.common.command;

import java.util.List;

/**
 * What may be asked of the lock map. A command changes nothing by itself: {@code LockStateMachine.decide} says what it
 * would do, {@code LockStateMachine.apply} does it, on every server alike.
 */
public sealed interface Command {

    /**
     * The first command of a cluster's log: its name and its settings, fixed for good.
     *
     * @param locksPerClient how many locks one session may hold; 0 for no limit
     */
    record FoundCluster(String clusterId, int locksPerClient) implements Command {

        public FoundCluster {
            if (clusterId.isEmpty() || locksPerClient < 0) {
                throw new IllegalArgumentException("a cluster needs a name and a limit of locks that is not negative");
            }
        }
    }

    /**
     * Gives a server its number, the next one. The same storage id gets the same number again, so a join may be
     * repeated; its addresses are then brought up to date.
     */
    record RegisterServer(String storageId, String clientAddress, String peerAddress) implements Command {}

    /**
     * Opens a session. The key, drawn at random by the server, is also the command's identity: a repeated command with a
     * known key gets the session that the first one opened.
     *
     * @param label what the client says of itself; empty if nothing
     * @param resumable whether the key may take the session up again (a HELLO session); otherwise it lives by its socket
     */
    record OpenSession(
            SessionKey key,
            ServerIncarnation home,
            String clientAddress,
            String label,
            long ttlMillis,
            boolean resumable)
            implements Command {}

    /**
     * Takes a session up at another connection, which raises its generation by one.
     *
     * @param attempt a random number that makes a repeated command known; never 0
     * @param fromGeneration the generation this command was decided against; the leader fills it in when it decides
     */
    record ResumeSession(
            long session,
            SessionKey key,
            long attempt,
            long fromGeneration,
            ServerIncarnation home,
            String clientAddress)
            implements Command {

        /** The same command, decided against {@code generation}. */
        public ResumeSession decidedAgainst(long generation) {
            return new ResumeSession(session, key, attempt, generation, home, clientAddress);
        }
    }

    /** Ends a session because its client said so or its socket closed. Its locks come free. */
    record CloseSession(long session, long generation) implements Command {}

    /** Ends a session because its lease ran out; only a leader that confirmed its leadership proposes it. */
    record ExpireSession(long session, long generation) implements Command {}

    /** What a client asks of a lock, numbered so that a copy of it has no second effect. */
    sealed interface Request extends Command {

        /** Which request of which session this is. */
        RequestId request();
    }

    /**
     * Preempt: take the locks if nobody is in the way, all or none; else wait for them, or be refused.
     *
     * @param names at least one, without repetition
     * @param waitMillis how long to stand in line, in cluster time; 0 for not at all
     * @param delayMillis for how long the locks stay blocked if the grant ends by expiry or by force
     */
    record Acquire(RequestId request, List<LockName> names, LockMode mode, long waitMillis, long delayMillis)
            implements Request {

        public Acquire {
            names = List.copyOf(names);
            if (names.isEmpty() || waitMillis < 0 || delayMillis < 0) {
                throw new IllegalArgumentException("nothing to acquire, or a negative time");
            }
        }

        /** Take one lock alone, now or not at all. */
        public Acquire(RequestId request, LockName name) {
            this(request, List.of(name), LockMode.EXCLUSIVE, 0, 0);
        }
    }

    /**
     * Release locks if this session owns them, all or none.
     *
     * @param names at least one, without repetition
     * @param token the fencing token of the grant to release, or 0 for whichever grant the session has
     */
    record Release(RequestId request, List<LockName> names, long token) implements Request {

        public Release {
            names = List.copyOf(names);
            if (names.isEmpty()) {
                throw new IllegalArgumentException("nothing to release");
            }
        }

        /** Release one lock. */
        public Release(RequestId request, LockName name, long token) {
            this(request, List.of(name), token);
        }
    }

    /**
     * An operator breaks somebody's grant.
     *
     * @param token the fencing token of the grant to break; no other is touched
     */
    record ForceRelease(RequestId request, LockName name, long token, String operator, String reason)
            implements Request {}

    /**
     * Ends the wait of a request of this session, or keeps it from ever taking effect if it was not seen yet. Needs no
     * number of its own: a copy has no second effect.
     *
     * @param request the number of the request that waits
     */
    record CancelWait(long session, long generation, long request) implements Command {}

    /** Does what is due at this moment of cluster time: ends waits and lock-delays. Only a leader proposes it. */
    record PassTime(long clusterMillis) implements Command {}
}
