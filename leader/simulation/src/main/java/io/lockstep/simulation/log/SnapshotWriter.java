package io.lockstep.simulation.log;

import io.lockstep.common.entry.ByteSource;
import io.lockstep.common.entry.SnapshotCodec;

/** Writes the snapshots of one server to its disk, one at a time, each some time after the node gave its view. */
final class SnapshotWriter {

    private final SharedLog log;
    private final ServerDisk disk;
    private final SimulatedReplication server;
    private boolean underWay;

    SnapshotWriter(SharedLog log, ServerDisk disk, SimulatedReplication server) {
        this.log = log;
        this.disk = disk;
        this.server = server;
    }

    /** Asks the node for its view at this index, unless a snapshot is being written or the disk has this one. */
    void request(long index) {
        if (underWay || index <= disk.snapshotIndex()) {
            return;
        }
        underWay = true;
        server.post(() -> {
            ByteSource view = server.events().snapshotWanted();
            // Written later, when the node has moved on: this exposes a view that was not frozen.
            log.after(10 * log.hostility().commitMicros(), () -> {
                byte[] bytes = SnapshotCodec.framed(view);
                if (!server.isStopped()) {
                    underWay = false;
                    disk.save(index, bytes);
                }
            });
        });
    }
}
