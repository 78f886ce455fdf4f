package io.lockstep.common.entry;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.RegisteredServer.Standing;
import io.lockstep.common.lock.StateImage;
import io.lockstep.common.lock.StateImage.ClientIdBlock;
import io.lockstep.common.lock.StateImage.SessionImage;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of a new cluster, made of the state in a backup of another one. Locks stay held, under their tokens, by the
 * sessions that held them. Nobody can resume these sessions, so each ends when its lease runs out. Requests that waited
 * are dropped, since nobody waits for their answers. The lease of a grant that has its own begins again, and who has
 * the key may extend and release it.
 *
 * <p>The former cluster may have gone on after the backup. So tokens, session numbers and indexes continue far above
 * those in the backup: at least {@link #JUMP}, and {@value #PER_MILLI} more for each millisecond of the wall clock. The
 * former cluster would need months to come so far. And of two clusters that were made of one backup, the later one
 * begins above all that the earlier one can have given until then.
 *
 * @param image the state to begin with
 * @param index the index of that state in the new cluster's log
 * @param server the number of the new cluster's only server
 */
public record RestoredState(StateImage image, long index, int server) {

    /** How far each counter jumps at least: 100,000 grants a second for 127 days. */
    public static final long JUMP = 1L << 40;

    /** How many grants a cluster can make in a millisecond, and more. */
    private static final long PER_MILLI = 1024;

    /** The beginning of 2026, from which the wall clock counts. */
    private static final long SINCE_WALL_MILLIS = 1_767_225_600_000L;

    /**
     * The new cluster.
     *
     * @param clusterId its name
     * @param storageId of its only server
     * @param clientAddress of that server
     * @param peerAddress of that server
     * @param operator who restores, for the audit record
     * @param wallMillis the time of the restoration, in milliseconds since 1970
     * @param program of that server
     */
    public record NewCluster(
            String clusterId,
            String storageId,
            String clientAddress,
            String peerAddress,
            String operator,
            long wallMillis,
            Program program) {}

    /**
     * Makes the state of a new cluster.
     *
     * @param backup the state in the backup
     * @param index its index in the former cluster
     */
    public static RestoredState of(StateImage backup, long index, NewCluster cluster) {
        int server = backup.servers().size() + 1;
        StateImage image = new StateImage(
                cluster.clusterId(),
                backup.locksPerClient(),
                backup.clusterMillis(),
                jump(backup.lastToken(), cluster.wallMillis()),
                jump(backup.lastSession(), cluster.wallMillis()),
                backup.lastTicket(),
                servers(backup, cluster, server),
                plus(backup.clientIds(), new ClientIdBlock(0, List.of())),
                sessions(backup),
                List.of(),
                backup.blocked(),
                plus(backup.audit(), auditRecord(backup, index, cluster)),
                backup.users(),
                backup.mapBytesMax(),
                backup.leaseMillisMax(),
                backup.history(),
                Math.max(backup.featureLevel(), cluster.program().featureLevel()));
        return new RestoredState(image, jump(index, cluster.wallMillis()), server);
    }

    /**
     * Returns how a counter of a new cluster begins.
     *
     * @throws ArithmeticException if the counter has come too far to jump once more
     */
    static long jump(long counter, long wallMillis) {
        long further = JUMP + Math.max(0, wallMillis - SINCE_WALL_MILLIS) * PER_MILLI;
        return Math.addExact(counter, further);
    }

    /** A session that is there for a grant which was still awaited goes with the wait. */
    private static List<SessionImage> sessions(StateImage backup) {
        return backup.sessions().stream()
                .filter(session -> session.lease() == null || !session.locks().isEmpty())
                .map(session -> session.withoutSecrets().withLeaseFrom(backup.clusterMillis()))
                .toList();
    }

    /** Numbers are never given again, so the former servers keep theirs, as removed ones. */
    private static List<RegisteredServer> servers(StateImage backup, NewCluster cluster, int server) {
        List<RegisteredServer> former = backup.servers().stream()
                .map(each -> each.with(Standing.REMOVED))
                .toList();
        return plus(
                former,
                new RegisteredServer(
                        server,
                        cluster.storageId(),
                        cluster.clientAddress(),
                        cluster.peerAddress(),
                        false,
                        Standing.MEMBER,
                        cluster.program()));
    }

    private static AuditRecord auditRecord(StateImage backup, long index, NewCluster cluster) {
        List<AuditRecord> before = backup.audit();
        long last = before.isEmpty() ? 0 : before.get(before.size() - 1).number();
        return new AuditRecord(
                last + 1,
                new AuditRecord.Restoration(backup.clusterId(), index),
                cluster.operator(),
                cluster.clientAddress(),
                "restored from a backup",
                cluster.wallMillis());
    }

    private static <T> List<T> plus(List<T> elements, T last) {
        List<T> all = new ArrayList<>(elements);
        all.add(last);
        return all;
    }
}
