package io.lockstep.follower.engine.fitness;

/** How long something has been seen to stay the same. Single-threaded. */
final class ObservedTime {

    private long seen;
    private long nanos;

    /**
     * Adds a look.
     *
     * @param now what is seen now, a number; 0 if there is nothing to see
     * @param elapsedNanos the time since the last look
     * @return the time during which every look has seen this same number; 0 for 0
     */
    long look(long now, long elapsedNanos) {
        nanos = now == seen && now != 0 ? nanos + elapsedNanos : 0;
        seen = now;
        return nanos;
    }
}
