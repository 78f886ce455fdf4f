package io.lockstep.follower.context;

import io.lockstep.common.protocol.ProtocolLimits;
import java.util.concurrent.TimeUnit;

/**
 * The settings of a node. When a bound is reached, the reply to the client names it.
 *
 * @param founder whether this node founds its cluster if the log has no cluster yet
 * @param cluster what the operator asked of the cluster, which must agree with the log
 * @param pendingMax requests at this server that may wait for an answer of the leader, and as many that may wait for
 *     this server itself
 * @param inFlightMax requests of one connection that may wait for an answer
 * @param watchesMax watches of all connections of this server
 * @param connectionsMax connections of clients to this server
 * @param logBytesPerSnapshot entries of at least this many bytes are applied between two snapshots
 * @param mapBound what this server says about the bound of the lock map
 * @param requestTimeoutNanos a request without an answer is given up after this time, as unknown or as without a leader
 * @param access what the server has to see to about users
 */
public record NodeSettings(
        boolean founder,
        ClusterSettings cluster,
        int pendingMax,
        int inFlightMax,
        int watchesMax,
        int connectionsMax,
        long logBytesPerSnapshot,
        MapBound mapBound,
        long requestTimeoutNanos,
        AccessSettings access) {

    private static final int WATCHES_MAX_DEFAULT = 32_768;
    private static final int CONNECTIONS_MAX_DEFAULT = 19_000;

    /** How long a request waits for the local map to reach an index. */
    public static final long INDEX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** The default settings. */
    public static NodeSettings defaults() {
        return new NodeSettings(
                false,
                ClusterSettings.NONE,
                50_000,
                ProtocolLimits.IN_FLIGHT_MAX,
                WATCHES_MAX_DEFAULT,
                CONNECTIONS_MAX_DEFAULT,
                32L << 20,
                MapBound.NONE,
                TimeUnit.MILLISECONDS.toNanos(ProtocolLimits.ANSWER_MILLIS_MAX),
                AccessSettings.OPEN);
    }

    /** These settings with the values that differ from server to server. */
    public NodeSettings with(boolean mayFound, ClusterSettings asked, int serverWatchesMax, int clientsMax) {
        return new NodeSettings(
                mayFound,
                asked,
                pendingMax,
                inFlightMax,
                serverWatchesMax,
                clientsMax,
                logBytesPerSnapshot,
                mapBound,
                requestTimeoutNanos,
                access);
    }

    /** These settings with what the server has to see to about users. */
    public NodeSettings with(AccessSettings newAccess) {
        return new NodeSettings(
                founder,
                cluster,
                pendingMax,
                inFlightMax,
                watchesMax,
                connectionsMax,
                logBytesPerSnapshot,
                mapBound,
                requestTimeoutNanos,
                newAccess);
    }

    /** These settings for a cluster that is known to have users. */
    public NodeSettings forUsersOnly() {
        return with(access.forUsersOnly());
    }

    /** These settings with this about the bound of the lock map. */
    public NodeSettings with(MapBound bound) {
        return new NodeSettings(
                founder,
                cluster,
                pendingMax,
                inFlightMax,
                watchesMax,
                connectionsMax,
                logBytesPerSnapshot,
                bound,
                requestTimeoutNanos,
                access);
    }
}
