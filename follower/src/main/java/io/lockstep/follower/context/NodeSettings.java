package io.lockstep.follower.context;

import io.lockstep.common.protocol.ProtocolLimits;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * The settings of a node. When a bound is reached, the reply to the client names it.
 *
 * @param founder whether this node founds its cluster if the log has no cluster yet
 * @param locksPerClient the value that the operator gave, which must agree with the log; empty if none was given
 * @param leaseMillisMax the longest lease of a grant that has its own, in the same way
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
        OptionalInt locksPerClient,
        OptionalLong leaseMillisMax,
        int pendingMax,
        int inFlightMax,
        int watchesMax,
        int connectionsMax,
        long logBytesPerSnapshot,
        MapBound mapBound,
        long requestTimeoutNanos,
        AccessSettings access) {

    /** Locks that a client may hold, unless the founder sets another number. */
    public static final int LOCKS_PER_CLIENT_DEFAULT = 1;

    private static final int WATCHES_MAX_DEFAULT = 32_768;
    private static final int CONNECTIONS_MAX_DEFAULT = 19_000;

    /** How long a request waits for the local map to reach an index. */
    public static final long INDEX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** The default settings. */
    public static NodeSettings defaults() {
        return new NodeSettings(
                false,
                OptionalInt.empty(),
                OptionalLong.empty(),
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
    public NodeSettings with(boolean mayFound, OptionalInt locksPerClientAsked, int serverWatchesMax, int clientsMax) {
        return new NodeSettings(
                mayFound,
                locksPerClientAsked,
                leaseMillisMax,
                pendingMax,
                inFlightMax,
                serverWatchesMax,
                clientsMax,
                logBytesPerSnapshot,
                mapBound,
                requestTimeoutNanos,
                access);
    }

    /** These settings with this as the longest lease of a grant that has its own, if the operator gave one. */
    public NodeSettings withLongestLease(OptionalLong millis) {
        return new NodeSettings(
                founder,
                locksPerClient,
                millis,
                pendingMax,
                inFlightMax,
                watchesMax,
                connectionsMax,
                logBytesPerSnapshot,
                mapBound,
                requestTimeoutNanos,
                access);
    }

    /** These settings with what the server has to see to about users. */
    public NodeSettings with(AccessSettings newAccess) {
        return new NodeSettings(
                founder,
                locksPerClient,
                leaseMillisMax,
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
                locksPerClient,
                leaseMillisMax,
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
