package io.lockstep.simulation.log;

import org.jspecify.annotations.Nullable;

/** What one server keeps when it crashes. The log itself is kept by {@link SharedLog}. */
public final class ServerDisk {

    private long snapshotIndex;
    private byte @Nullable [] snapshot;

    /** Index of the newest entry within the snapshot; 0 without a snapshot. */
    long snapshotIndex() {
        return snapshotIndex;
    }

    byte[] snapshot() {
        if (snapshot == null) {
            throw new IllegalStateException("there is no snapshot");
        }
        return snapshot;
    }

    /** Keeps the newer of the snapshot there is and this one. */
    void save(long index, byte[] bytes) {
        if (index > snapshotIndex) {
            snapshotIndex = index;
            snapshot = bytes;
        }
    }
}
