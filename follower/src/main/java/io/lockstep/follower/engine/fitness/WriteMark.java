package io.lockstep.follower.engine.fitness;

import io.lockstep.follower.metrics.LatencyHistogram;
import java.util.concurrent.atomic.AtomicLong;

/** Marks the writes of one thread, or under one lock, while they are in progress. Any thread may ask. */
public final class WriteMark {

    /** Odd while a write is in progress. */
    private final AtomicLong count = new AtomicLong();

    private final LatencyHistogram took = LatencyHistogram.ofWork();
    private long begunNanos;

    /** A write begins. Only one is in progress at a time. */
    public void begin() {
        begunNanos = System.nanoTime();
        count.incrementAndGet();
    }

    /** The write has ended, whether it succeeded or failed. */
    public void end() {
        count.incrementAndGet();
        took.add(System.nanoTime() - begunNanos);
    }

    /** How long the writes have taken. */
    public LatencyHistogram took() {
        return took;
    }

    /** A number that differs for each write in progress; 0 if there is none. */
    public long inProgress() {
        long now = count.get();
        return now % 2 == 0 ? 0 : now;
    }
}
