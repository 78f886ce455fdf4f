package io.lockstep.follower.context;

import io.lockstep.common.protocol.ProtocolLimits;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * What may be set for a node. Bounds are named for what they bound; when one is reached, the client is told which.
 *
 * @param founder whether this node founds its cluster, where the log does not say it was founded
 * @param locksPerClient what the operator asked for; must agree with the log; empty where nothing was asked for
 * @param pendingMax requests that may wait for an answer at this server
 * @param inFlightMax requests of one connection that may wait for an answer
 * @param logBytesPerSnapshot a snapshot is asked for each time entries of this many bytes have been applied
 * @param requestTimeoutNanos after this a request without an answer is given up, as unknown or as without a leader
 */
public record NodeSettings(
        boolean founder,
        OptionalInt locksPerClient,
        int pendingMax,
        int inFlightMax,
        long logBytesPerSnapshot,
        long requestTimeoutNanos) {

    /** Locks a client may hold where the founder was not told otherwise. */
    public static final int LOCKS_PER_CLIENT_DEFAULT = 1;

    /** How long a request waits for the local map to reach an index. */
    public static final long INDEX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** The settings of a server that was told nothing. */
    public static NodeSettings defaults() {
        return new NodeSettings(
                false,
                OptionalInt.empty(),
                50_000,
                ProtocolLimits.IN_FLIGHT_MAX,
                32L << 20,
                TimeUnit.MILLISECONDS.toNanos(ProtocolLimits.ANSWER_MILLIS_MAX));
    }

    /** The same settings with what differs from server to server. */
    public NodeSettings with(boolean mayFound, OptionalInt locksPerClientAsked) {
        return new NodeSettings(
                mayFound, locksPerClientAsked, pendingMax, inFlightMax, logBytesPerSnapshot, requestTimeoutNanos);
    }
}
