package io.lockstep.common.lock;

import io.lockstep.common.access.User;
import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import java.util.Collection;
import java.util.List;

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
        long mapBytesMax) {

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
                mapBytesMax);
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
            String user) {

        /** Returns the same session without its key and its answers, so that it cannot be resumed. */
        public SessionImage withoutSecrets() {
            return new SessionImage(
                    number,
                    new SessionKey(0, number),
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
                    user);
        }
    }

    /** A waiting request. */
    public record WaiterImage(
            long ticket,
            long session,
            long request,
            List<LockName> names,
            LockMode mode,
            long sinceClusterMillis,
            long deadlineClusterMillis,
            long delayMillis) {}

    /** A lock under lock-delay until this moment of cluster time. */
    public record BlockedImage(LockName name, long untilClusterMillis) {}
}
