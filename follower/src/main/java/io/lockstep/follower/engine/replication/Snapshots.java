package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import io.lockstep.common.entry.ByteSource;
import io.lockstep.follower.engine.storage.SnapshotFile;
import io.lockstep.follower.replication.ReplicationEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves and loads snapshots. Saving freezes a view at its place in the order of events and writes it on another thread.
 * Loading reads the new map on the engine's thread and returns only after the loop has put it in place. During the
 * node's start there may be no loop yet, so the map waits at the head of the queue, before all later events.
 */
final class Snapshots {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final ReplicationEvents events;
    private final ApplyQueue handOver;
    private final Executor writing;
    private final EngineFailure failure;
    private volatile boolean started;

    Snapshots(ReplicationEvents events, ApplyQueue handOver, Executor writing, EngineFailure failure) {
        this.events = events;
        this.handOver = handOver;
        this.writing = writing;
        this.failure = failure;
    }

    /** From now on a loop drains the queue. */
    void started() {
        started = true;
    }

    /** Saves a snapshot. Engine thread only. Always runs {@code done}; otherwise the engine could never be closed. */
    void save(SnapshotWriter writer, Closure done) {
        handOver.put(new EngineEvent() {
            @Override
            public void deliver(ReplicationEvents events) {
                ByteSource view = events.snapshotWanted();
                writing.execute(() -> done.run(write(writer, view)));
            }

            @Override
            public void dropped() {
                done.run(new Status(RaftError.ECANCELED, "This server is stopping."));
            }
        });
    }

    private Status write(SnapshotWriter writer, ByteSource view) {
        try {
            long bytes = SnapshotFile.write(Path.of(writer.getPath()), view);
            writer.addFile(SnapshotFile.NAME);
            LOG.info("Saved a snapshot of {} bytes", bytes);
            return Status.OK();
        } catch (IOException e) {
            failure.failed("A snapshot could not be written in " + writer.getPath() + ": " + e.getMessage(), e);
            return new Status(RaftError.EIO, e.getMessage());
        }
    }

    /**
     * Loads a snapshot. Engine thread only.
     *
     * @return false puts the engine into its error state for good
     */
    boolean load(SnapshotReader reader) {
        long index = reader.load().getLastIncludedIndex();
        Runnable replaceMap;
        try {
            replaceMap = SnapshotFile.read(Path.of(reader.getPath()), snapshot -> events.readSnapshot(index, snapshot));
        } catch (IOException e) {
            failure.failed("A snapshot could not be read in " + reader.getPath() + ": " + e.getMessage(), e);
            return false;
        }
        Loading loading = new Loading(replaceMap);
        handOver.put(loading);
        LOG.info("Loaded the snapshot of index {}", index);
        return !started || loading.awaitTaken();
    }

    private static final class Loading implements EngineEvent {
        private final Runnable replaceMap;
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile boolean taken;

        Loading(Runnable replaceMap) {
            this.replaceMap = replaceMap;
        }

        @Override
        public void deliver(ReplicationEvents events) {
            replaceMap.run();
            taken = true;
            over.countDown();
        }

        @Override
        public void dropped() {
            over.countDown();
        }

        boolean awaitTaken() {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return taken;
        }
    }
}
