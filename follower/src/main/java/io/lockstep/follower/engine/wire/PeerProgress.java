package io.lockstep.follower.engine.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How far each other server has the log, according to its own answers. The engine is more optimistic: it counts a
 * server that never answered as complete. Any thread.
 */
public final class PeerProgress {

    /** A server this many entries behind still counts as level: under load some entries are always in transit. */
    static final int LEVEL_ENTRIES_BEHIND_MAX = 1_000;

    /**
     * A server that has been silent for longer is not level, however much it has: as a voter it could stop the cluster.
     */
    static final long LEVEL_SILENCE_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    private record Answer(long term, long acknowledged, long atNanos) {}

    private record Stored(long term, long index) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final LongAdder storedAppends = new LongAdder();
    private final Map<String, Stored> stored = new ConcurrentHashMap<>();

    /**
     * Records that {@code peer}, in the engine's naming, has all entries up to {@code acknowledged} of the leader of
     * {@code term}.
     */
    void acknowledged(String peer, long term, long acknowledged) {
        Answer now = new Answer(term, acknowledged, System.nanoTime());
        answers.merge(peer, now, (before, answer) -> {
            boolean sameTerm = before.term == answer.term;
            return sameTerm ? new Answer(term, Math.max(before.acknowledged, acknowledged), now.atNanos) : answer;
        });
    }

    /**
     * Records that {@code peer} has the entry of {@code index} of the leader of {@code term} on its disk. The answer to
     * a heartbeat does not say so: it may come before the follower's own write is durable.
     */
    void stored(String peer, long term, long index) {
        storedAppends.increment();
        stored.merge(peer, new Stored(term, index), (before, now) -> {
            boolean sameTerm = before.term == now.term;
            return sameTerm && before.index > now.index ? before : now;
        });
    }

    /** How many appends the peers have put on their disks. */
    public long storedAppends() {
        return storedAppends.sum();
    }

    /** The last entry of the leader of {@code term} that {@code peer} is known to have on its disk; 0 if none is. */
    public long storedAt(String peer, long term) {
        Stored last = stored.get(peer);
        return last != null && last.term == term ? last.index : 0;
    }

    /** Whether {@code peer} answered recently, in {@code term}, and has nearly all entries up to {@code index}. */
    public boolean isLevel(String peer, long term, long index) {
        Answer last = answers.get(peer);
        return last != null
                && last.term == term
                && last.acknowledged + LEVEL_ENTRIES_BEHIND_MAX >= index
                && System.nanoTime() - last.atNanos < LEVEL_SILENCE_NANOS_MAX;
    }
}
