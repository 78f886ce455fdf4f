package io.lockstep.follower.engine.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How far each other server has the log, as far as its own answers say. The engine's view of this starts from hope: it
 * counts a server that never answered as complete. Any thread.
 */
public final class PeerProgress {

    /** A server this many entries behind still counts as level: under load some are always on their way. */
    static final int LEVEL_ENTRIES_BEHIND_MAX = 1_000;

    /** A server that was silent for longer is not level, whatever it has: making it a voter could stop the cluster. */
    static final long LEVEL_SILENCE_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    private record Answer(long term, long acknowledged, long atNanos) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    /** {@code peer}, as the engine names it, answered that it has all up to {@code acknowledged} as the leader of {@code term} has it. */
    void acknowledged(String peer, long term, long acknowledged) {
        Answer now = new Answer(term, acknowledged, System.nanoTime());
        answers.merge(peer, now, (before, answer) -> {
            boolean sameTerm = before.term == answer.term;
            return sameTerm ? new Answer(term, Math.max(before.acknowledged, acknowledged), now.atNanos) : answer;
        });
    }

    /** Whether {@code peer} answered lately, in {@code term}, and has nearly everything up to {@code index}. */
    public boolean isLevel(String peer, long term, long index) {
        Answer last = answers.get(peer);
        return last != null
                && last.term == term
                && last.acknowledged + LEVEL_ENTRIES_BEHIND_MAX >= index
                && System.nanoTime() - last.atNanos < LEVEL_SILENCE_NANOS_MAX;
    }
}
