package io.lockstep.common.lock;

/**
 * What may be asked of the lock map. A command changes nothing by itself: {@link LockStateMachine#decide} says what it
 * would do, {@link LockStateMachine#apply} does it, on every server alike.
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
     * @param resumable whether the key may take the session up again (a HELLO session); otherwise it lives by its socket
     */
    record OpenSession(SessionKey key, ServerIncarnation home, String clientAddress, long ttlMillis, boolean resumable)
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

    /** Preempt: take the lock if nobody holds it. */
    record Acquire(RequestId request, LockName name) implements Request {}

    /**
     * Release the lock if this session owns it.
     *
     * @param token the fencing token of the grant to release, or 0 for whichever grant the session has
     */
    record Release(RequestId request, LockName name, long token) implements Request {}
}
