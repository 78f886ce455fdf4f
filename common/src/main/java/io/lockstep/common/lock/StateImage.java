package io.lockstep.common.lock;

import java.util.List;

/**
 * The whole of a lock state machine at one moment, as plain values that never change: what a snapshot holds. Safe to read
 * in any thread.
 *
 * @param clusterId empty before the cluster was founded
 * @param lastToken the newest fencing token given out
 * @param lastSession the newest session number given out
 * @param servers in order of number, from 1
 * @param clientIds the client ids of each of them, in the same order
 * @param sessions in order of number
 */
public record StateImage(
        String clusterId,
        int locksPerClient,
        long clusterMillis,
        long lastToken,
        long lastSession,
        List<RegisteredServer> servers,
        List<ClientIdBlock> clientIds,
        List<SessionImage> sessions) {

    /**
     * The client ids of one server.
     *
     * @param used how many of its positions have ever been used
     * @param free the ids among those that are free again, the one free for longest first
     */
    public record ClientIdBlock(int used, List<Integer> free) {}

    /**
     * One session and what belongs to it.
     *
     * @param answers not changed any more
     * @param locks in order of token; only their values count
     */
    public record SessionImage(
            long number,
            SessionKey key,
            int clientId,
            long ttlMillis,
            boolean resumable,
            long generation,
            long lastAttempt,
            ServerIncarnation home,
            String clientAddress,
            long answeredUpTo,
            AnswerMemory answers,
            List<Grant> locks) {}
}
