package io.lockstep.common.lock;

import io.lockstep.common.access.User;
import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.record.AnswerMemory;
import io.lockstep.common.record.GrantChunk;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable image of a whole lock state machine: the content of a snapshot. Any thread may read it.
 *
 * @param clusterId empty before the cluster is founded
 * @param lastToken the newest fencing token
 * @param lastSession the newest session number
 * @param lastTicket the newest ticket of a waiter
 * @param servers in the order of their numbers, from 1
 * @param clientIds the client ids of each server, in the same order
 * @param sessions in the order of their numbers
 * @param waiters the waiting requests, in the order of their tickets
 * @param blocked locks under lock-delay, in the order of their names
 * @param audit the audit records, oldest first
 * @param users in the order of their names
 * @param mapBytesMax the bound of the map in bytes
 * @param leaseMillisMax the longest lease of a grant that has its own
 * @param history the grants that have ended
 * @param featureLevel of the cluster
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
        List<WaiterImage> waiters,
        List<BlockedImage> blocked,
        List<AuditRecord> audit,
        List<User> users,
        long mapBytesMax,
        long leaseMillisMax,
        HistoryImage history,
        int featureLevel) {

    /** Returns the same state without the keys and the answers of sessions. */
    public StateImage withoutSecrets() {
        return new StateImage(
                clusterId,
                locksPerClient,
                clusterMillis,
                lastToken,
                lastSession,
                lastTicket,
                servers,
                clientIds,
                sessions.stream().map(SessionImage::withoutSecrets).toList(),
                waiters,
                blocked,
                audit,
                users,
                mapBytesMax,
                leaseMillisMax,
                history,
                featureLevel);
    }

    /**
     * The client ids of one server.
     *
     * @param used how many of its ids have ever been used
     * @param free those of them that are free again, longest free first
     */
    public record ClientIdBlock(int used, List<Integer> free) {}

    /**
     * One session and its answers and grants.
     *
     * @param answers no longer changes
     * @param locks in the order of tokens; only their values count
     * @param user to whom the session belongs; empty for none
     * @param lease of the grant that the session is there for; null if its client keeps it alive
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
            Collection<Grant> locks,
            String user,
            @Nullable Lease lease) {

        /** Returns the same session without its key and its answers, so that it cannot be resumed. */
        public SessionImage withoutSecrets() {
            return new SessionImage(
                    number,
                    SessionKey.none(number),
                    clientId,
                    ttlMillis,
                    false,
                    generation,
                    0,
                    home,
                    clientAddress,
                    label,
                    answeredUpTo,
                    new AnswerMemory(),
                    locks,
                    user,
                    lease);
        }

        /**
         * Returns the same session, whose lease begins again at this moment of cluster time if it is there for a grant.
         */
        public SessionImage withLeaseFrom(long clusterMillis) {
            return new SessionImage(
                    number,
                    key,
                    clientId,
                    ttlMillis,
                    resumable,
                    generation,
                    lastAttempt,
                    home,
                    clientAddress,
                    label,
                    answeredUpTo,
                    answers,
                    locks,
                    user,
                    lease == null ? null : lease.from(clusterMillis));
        }
    }

    /**
     * A waiting request.
     *
     * @param session which is to hold the locks
     * @param asker the session that gets the answer: mostly the same
     */
    public record WaiterImage(
            long ticket,
            long session,
            long asker,
            long request,
            List<LockName> names,
            LockMode mode,
            long sinceClusterMillis,
            long deadlineClusterMillis,
            long delayMillis) {}

    /**
     * The grants that have ended.
     *
     * @param bytesMax the bound of the history in bytes
     * @param lastNumber how many grants have ended
     * @param droppedWallMillis when the last of those ended that are no longer kept; 0 if there are none
     * @param chunks those that are kept, oldest first
     */
    public record HistoryImage(long bytesMax, long lastNumber, long droppedWallMillis, List<GrantChunk> chunks) {}

    /** A lock under lock-delay until this moment of cluster time. */
    public record BlockedImage(LockName name, long untilClusterMillis) {}
}
