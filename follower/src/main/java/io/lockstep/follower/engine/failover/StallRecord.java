package io.lockstep.follower.engine.failover;

/**
 * How late this server or its leader was in the last {@value #SECONDS} seconds, by the second. One late second may be
 * an accident, such as a paused process; two are a habit that must be expected to go on. Not thread-safe.
 */
final class StallRecord {

    static final int SECONDS = 20;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long[] seconds = new long[SECONDS];
    private final long[] worstMillis = new long[SECONDS];

    /** Something was late by this much. */
    void late(long nowNanos, long millis) {
        long second = Math.floorDiv(nowNanos, NANOS_PER_SECOND);
        int slot = Math.floorMod(second, SECONDS);
        if (seconds[slot] != second) {
            seconds[slot] = second;
            worstMillis[slot] = 0;
        }
        worstMillis[slot] = Math.max(worstMillis[slot], millis);
    }

    /** The lateness of the second-worst second; 0 if fewer than two were late. */
    long secondWorstMillis(long nowNanos) {
        long now = Math.floorDiv(nowNanos, NANOS_PER_SECOND);
        long worst = 0;
        long second = 0;
        for (int slot = 0; slot < SECONDS; slot++) {
            if (now - seconds[slot] < SECONDS) {
                long millis = worstMillis[slot];
                second = Math.max(second, Math.min(worst, millis));
                worst = Math.max(worst, millis);
            }
        }
        return second;
    }
}
