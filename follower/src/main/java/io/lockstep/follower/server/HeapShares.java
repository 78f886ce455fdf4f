package io.lockstep.follower.server;

import io.lockstep.common.protocol.Sizes;
import io.lockstep.follower.context.ClusterSettings;
import io.lockstep.follower.context.MapBound;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.program.ExitCode;
import java.util.OptionalLong;

/**
 * How the heap is shared out among what clients can make grow. The lock map has a quarter, by its bound in the log.
 * Together the shares leave a third of the heap for the log, for other servers and for work under way.
 *
 * @param heapBytes the most that the virtual machine will use
 */
record HeapShares(long heapBytes) {

    /** The history may take one of so many parts of the heap. */
    private static final long HISTORY_HEAP_PART = 8;

    /** A watch of the longest name, with its place in all tables. */
    private static final int WATCH_BYTES = 1_024;

    /** A connection that has been greeted and waits, with its place in all tables. */
    private static final int CONNECTION_BYTES = 4_096;

    /** What TLS adds to that: the engine, its keys and tables. */
    private static final int TLS_BYTES = 8_192;

    /** Room for one connection's largest reply. */
    private static final long HELD_BYTES_MIN = 2L << 20;

    /** The shares of the heap of this process. */
    static HeapShares ofThisProcess() {
        return new HeapShares(Runtime.getRuntime().maxMemory());
    }

    /**
     * What this server says about the bound of the lock map.
     *
     * @param asked the operator's value
     * @throws ServerStartException if the heap is too small for it. Nothing is founded yet; such a bound in the log
     *     would stop the server for good
     */
    MapBound mapBound(OptionalLong asked) throws ServerStartException {
        MapBound bound = new MapBound(asked, heapBytes);
        String flaw = bound.flawOf(bound.atFounding());
        if (!flaw.isEmpty()) {
            throw new ServerStartException(ExitCode.CONFIGURATION, flaw);
        }
        return bound;
    }

    /** The settings of a node with this heap, and with as many open files as this process may have. */
    NodeSettings settings(ServerOptions options, boolean founder, boolean encrypted) throws ServerStartException {
        ClusterSettings cluster = new ClusterSettings(
                options.cluster.locksPerClient(), options.cluster.leaseMillisMax(), options.cluster.historyBytes());
        requireRoomForHistory(cluster.historyBytesMax());
        int connections = OpenFiles.connectionsMax(
                Math.min(options.connectionsMax, connectionsMax(encrypted)), options.http.isOn());
        return NodeSettings.defaults()
                .with(founder, cluster, watchesMax(), connections)
                .with(mapBound(options.cluster.mapBytes()));
    }

    private void requireRoomForHistory(OptionalLong asked) throws ServerStartException {
        long needed = HISTORY_HEAP_PART * asked.orElse(0);
        if (needed > heapBytes) {
            throw new ServerStartException(
                    ExitCode.CONFIGURATION,
                    "--history-bytes " + Sizes.format(asked.orElse(0)) + " needs a heap of "
                            + Sizes.formatRoundedUp(needed) + ", and this one has " + Sizes.formatRoundedUp(heapBytes)
                            + "; give the server more with -Xmx, or choose a smaller history");
        }
    }

    /** The most bytes that are queued for all clients or kept of their requests: an eighth of the heap. */
    long heldBytesMax() {
        return Math.max(HELD_BYTES_MIN, heapBytes / 8);
    }

    /** The most connections of clients: what fits into a sixth of the heap. */
    int connectionsMax() {
        return connectionsMax(false);
    }

    /** The same, for connections that may be encrypted. */
    int connectionsMax(boolean encrypted) {
        int bytes = CONNECTION_BYTES + (encrypted ? TLS_BYTES : 0);
        return (int) Math.min(Integer.MAX_VALUE, heapBytes / 6 / bytes);
    }

    /** The most watches of all clients: an eighth of the heap. */
    int watchesMax() {
        return (int) Math.min(Integer.MAX_VALUE, heapBytes / 8 / WATCH_BYTES);
    }
}
