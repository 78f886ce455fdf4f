package io.lockstep.follower.engine.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

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

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

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

    /** The last index that {@code peer} is known to have; 0 if it never answered. */
    public long acknowledgedBy(String peer) {
        Answer last = answers.get(peer);
        return last == null ? 0 : last.acknowledged;
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
