package io.lockstep.common.lock;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import java.util.List;

/**
 * The whole of a lock state machine at one moment, as plain values that never change: what a snapshot holds. Safe to read
 * in any thread.
 *
 * @param clusterId empty before the cluster was founded
 * @param lastToken the newest fencing token given out
 * @param lastSession the newest session number given out
 * @param lastTicket the newest ticket given out
 * @param servers in order of number, from 1
 * @param clientIds the client ids of each of them, in the same order
 * @param sessions in order of number
 * @param claims who waits, in order of ticket
 * @param blocked locks under lock-delay, in order of name
 * @param audit the audit records, oldest first
 */
public record StateImage(
        String clusterId,
        int locksPerClient,
        long clusterMillis,
        long lastToken,
        long lastSession,
        long lastTicket,
        List<RegisteredServer> servers,
        List<ClientIdBlock> clientIds,
        List<SessionImage> sessions,
        List<ClaimImage> claims,
        List<BlockedImage> blocked,
        List<AuditRecord> audit) {

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
            String label,
            long answeredUpTo,
            AnswerMemory answers,
            List<Grant> locks) {}

    /** A request that waits. */
    public record ClaimImage(
            long ticket,
            long session,
            long request,
            List<LockName> names,
            LockMode mode,
            long sinceClusterMillis,
            long deadlineClusterMillis,
            long delayMillis) {}

    /** A lock under lock-delay, until this moment of cluster time. */
    public record BlockedImage(LockName name, long untilClusterMillis) {}
}
