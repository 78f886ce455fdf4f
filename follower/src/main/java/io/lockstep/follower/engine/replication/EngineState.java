package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.FSMCaller;
import io.lockstep.follower.metrics.LatencyHistogram;
import io.lockstep.follower.metrics.LogState;
import io.lockstep.follower.replication.Member;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the engine says of itself to those who watch over the server. No call takes a lock that a thread holds while it
 * waits for the disk.
 */
final class EngineState implements LogState {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final EngineNode engine;
    private final EngineMembership membership;
    private final WatchedEngine watched;
    private final ApplyQueue handOver;
    /** Null until the node has started. */
    private volatile @Nullable FSMCaller applying;

    private final LatencyHistogram proposals = LatencyHistogram.ofWork();

    /** The loop is level with this once it has applied {@link #wantedIndex} and taken {@link #wantedEvents}. */
    private long wantedIndex;

    private long wantedEvents = Long.MAX_VALUE;
    private long wantedSinceNanos = System.nanoTime();
    private long lookedNanos = wantedSinceNanos;
    private volatile long levelNanos = wantedSinceNanos;

    EngineState(EngineNode engine, EngineMembership membership, WatchedEngine watched, ApplyQueue handOver) {
        this.engine = engine;
        this.membership = membership;
        this.watched = watched;
        this.handOver = handOver;
    }

    /** The node has started. */
    void started() {
        applying = EngineThreads.applying(engine.node());
    }

    /**
     * Looks how far the loop has come: the engine hands over all that was committed at some moment, then the loop takes
     * all that was handed over. Called in each turn; loop thread only.
     */
    void look(long nowNanos) {
        if (nowNanos - lookedNanos < LOOK_NANOS) {
            return;
        }
        lookedNanos = nowNanos;
        engine.storage().recentWrites().tick(nowNanos);
        if (wantedEvents == Long.MAX_VALUE && appliedByEngine() >= wantedIndex) {
            wantedEvents = handOver.added();
        }
        if (handOver.taken() >= wantedEvents) {
            levelNanos = wantedSinceNanos;
            wantedSinceNanos = nowNanos;
            wantedIndex = committedIndex();
            wantedEvents = Long.MAX_VALUE;
        }
    }

    @Override
    public long diskSilentMillis() {
        return watched.diskSilentMillis();
    }

    @Override
    public long behindMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - levelNanos);
    }

    @Override
    public long lastIndex() {
        return engine.storage().lastIndex();
    }

    @Override
    public long committedIndex() {
        FSMCaller known = applying;
        return known == null ? 0 : known.getLastCommittedIndex();
    }

    private long appliedByEngine() {
        FSMCaller known = applying;
        return known == null ? 0 : known.getLastAppliedIndex();
    }

    @Override
    public LatencyHistogram writes() {
        return engine.storage().logWrites();
    }

    @Override
    public Optional<StoredSnapshot> snapshot() {
        return engine.storage().snapshotOnDisk();
    }

    @Override
    public DiskSpace space() {
        return engine.storage().space();
    }

    @Override
    public LatencyHistogram proposals() {
        return proposals;
    }

    @Override
    public List<PeerLag> peers() {
        if (!engine.node().isLeader(false)) {
            return List.of();
        }
        long term = engine.storage().term();
        long last = lastIndex();
        int self = engine.self().getIdx();
        return Stream.concat(membership.latest().voters().stream(), membership.latest().learners().stream())
                .filter(member -> member.server() != self)
                .map(member -> new PeerLag(member.server(), Math.max(0, last - storedAt(member, term))))
                .toList();
    }

    private long storedAt(Member member, long term) {
        return engine.progress().storedAt(PeerIds.of(member).toString(), term);
    }
}
