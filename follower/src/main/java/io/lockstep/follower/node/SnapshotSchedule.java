package io.lockstep.follower.node;

import io.lockstep.common.entry.ByteSource;

/**
 * Decides when this server writes a snapshot: once the log has grown by as much as the newest snapshot takes, and by
 * some least amount. So the log stays in proportion to the map, and writing snapshots costs at most as much as writing
 * the log. The servers begin at different fractions of that amount, so that they do not write at the same time.
 *
 * <p>For the loop thread, except {@link #measured}.
 */
final class SnapshotSchedule {

    /** The servers are spread over this many fractions. */
    private static final int FRACTIONS = 4;

    private final long logBytesMin;
    private int fraction;
    private long logBytes;
    private volatile long snapshotBytes;

    /**
     * @param server number of this server
     * @param logBytesMin the least growth of the log between two snapshots
     */
    SnapshotSchedule(int server, long logBytesMin) {
        this.logBytesMin = logBytesMin;
        this.fraction = (server - 1) % FRACTIONS;
    }

    /** Notes an entry of the log. Returns whether a snapshot is due, and if so begins anew. */
    boolean isDueAfter(int entryBytes) {
        logBytes += entryBytes;
        long growth = Math.max(logBytesMin, snapshotBytes);
        if (logBytes < growth + growth / FRACTIONS * fraction) {
            return false;
        }
        logBytes = 0;
        fraction = 0;
        return true;
    }

    /** Returns the same snapshot, and notes its size when all of it has been read. Any thread. */
    ByteSource measured(ByteSource snapshot) {
        return new ByteSource() {
            private long bytes;

            @Override
            public byte[] next() {
                byte[] next = snapshot.next();
                bytes += next.length;
                if (next.length == 0) {
                    snapshotBytes = bytes;
                }
                return next;
            }

            @Override
            public long remaining() {
                return snapshot.remaining();
            }
        };
    }
}
