package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.entity.PeerId;
import io.lockstep.follower.engine.fitness.WatchedServer;
import io.lockstep.follower.engine.replication.EngineFailure.Kind;
import io.lockstep.follower.engine.storage.EngineStorage;
import io.lockstep.follower.engine.wire.PeerProgress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the watch over fitness sees of the engine, and does with it. No call waits for a lock of the engine or for the
 * disk, not even for that of the log file of the process: what may wait runs on a thread of its own.
 */
final class WatchedEngine implements WatchedServer {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedEngine.class);

    private final Node node;
    private final EngineStorage storage;
    private final PeerProgress progress;
    private final EngineMembership membership;
    private final EngineFailure failure;
    private final Worker actions;
    private final AtomicLong turns = new AtomicLong();
    private final AtomicLong proposals = new AtomicLong();
    private final AtomicLong outcomes = new AtomicLong();
    private volatile boolean diskSilent;
    private volatile long diskSilentSinceNanos;

    WatchedEngine(EngineNode engine, EngineMembership membership, EngineFailure failure) {
        this.node = engine.node();
        this.storage = engine.storage();
        this.progress = engine.progress();
        this.membership = membership;
        this.failure = failure;
        this.actions = new Worker("leadership", failure);
    }

    /** The loop makes a turn. */
    void turned() {
        turns.incrementAndGet();
    }

    /** The loop has made a proposal. */
    void proposed() {
        proposals.incrementAndGet();
    }

    /** A proposal has its outcome. */
    void answered() {
        outcomes.incrementAndGet();
    }

    /** Whether the disk has been silent for so long that clients should move to another server. */
    boolean isDiskSilent() {
        return diskSilent && membership.latest().voters().size() > 1;
    }

    /** For how long the disk has been silent, once that counts. */
    long diskSilentMillis() {
        return diskSilent ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - diskSilentSinceNanos) : 0;
    }

    void close() {
        actions.close();
    }

    @Override
    public boolean leadsOthers() {
        return node.isLeader(false) && membership.latest().voters().size() > 1;
    }

    @Override
    public long writeInProgress() {
        return storage.writeInProgress();
    }

    @Override
    public long turn() {
        return turns.get();
    }

    @Override
    public long awaitedOutcome() {
        long known = outcomes.get();
        return proposals.get() > known ? known + 1 : 0;
    }

    @Override
    public long storedByOthers() {
        return progress.storedAppends();
    }

    @Override
    public void handOver(String reason) {
        actions.execute(() -> {
            node.transferLeadershipTo(PeerId.ANY_PEER);
            LOG.warn("Gives leadership up: {}", reason);
        });
    }

    @Override
    public void diskSilent(boolean silent, long millis) {
        diskSilentSinceNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(millis);
        diskSilent = silent;
        actions.execute(() -> {
            if (silent) {
                LOG.warn("The disk has not answered a write for {} ms", millis);
            } else {
                LOG.info("The disk answers again");
            }
        });
    }

    @Override
    public void diskHangs(long millis) {
        // Not behind the other actions: the one before may wait for the engine's lock, and so for this disk.
        Thread thread = new Thread(
                () -> failure.failed(
                        Kind.DISK_HANGS, "the disk has not answered a write for " + millis / 1_000 + " s", null),
                "disk-hangs");
        thread.setDaemon(true);
        thread.start();
    }
}
