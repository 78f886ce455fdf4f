package io.lockstep.follower.engine.fitness;

/** Marks the writes of one thread, or under one lock, while they are in progress. Any thread may ask. */
public final class WriteMark {

    /** Odd while a write is in progress. */
    private volatile long count;

    /** A write begins. Only one is in progress at a time. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // Only one writer at a time.
    public void begin() {
        count++;
    }

    /** The write has ended, whether it succeeded or failed. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // Only one writer at a time.
    public void end() {
        count++;
    }

    /** A number that differs for each write in progress; 0 if there is none. */
    public long inProgress() {
        long now = count;
        return now % 2 == 0 ? 0 : now;
    }
}
