package io.lockstep.simulation.log;

import org.jspecify.annotations.Nullable;

/** What one server keeps across a crash. {@link SharedLog} keeps the log itself. */
public final class ServerDisk {

    private long snapshotIndex;
    private byte @Nullable [] snapshot;

    /** Returns the index of the newest entry in the snapshot; 0 without a snapshot. */
    long snapshotIndex() {
        return snapshotIndex;
    }

    byte[] snapshot() {
        if (snapshot == null) {
            throw new IllegalStateException("there is no snapshot");
        }
        return snapshot;
    }

    /** Keeps this snapshot if it is newer than the present one. */
    void save(long index, byte[] bytes) {
        if (index > snapshotIndex) {
            snapshotIndex = index;
            snapshot = bytes;
        }
    }
}
