package io.lockstep.follower.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long something took, counted in buckets of fixed bounds. One thread at a time writes, at the cost of a few
 * instructions; any thread reads, and may see the newest values a moment late.
 */
public final class LatencyHistogram {

    /** Upper bounds of the buckets but the last, in nanoseconds. */
    private final long[] boundsNanos;

    /** The counts of the buckets, and behind them the sum in nanoseconds. */
    private final AtomicLongArray cells;

    private LatencyHistogram(long... boundsMicros) {
        boundsNanos = new long[boundsMicros.length];
        for (int i = 0; i < boundsMicros.length; i++) {
            boundsNanos[i] = boundsMicros[i] * 1_000;
        }
        cells = new AtomicLongArray(boundsNanos.length + 2);
    }

    /** For what takes microseconds to seconds, such as a write or a request. */
    public static LatencyHistogram ofWork() {
        return new LatencyHistogram(
                100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
                2_500_000, 5_000_000);
    }

    /** For what takes milliseconds to hours, such as a wait for a lock. */
    public static LatencyHistogram ofWaits() {
        return new LatencyHistogram(
                1_000,
                10_000,
                100_000,
                1_000_000,
                5_000_000,
                10_000_000,
                30_000_000,
                60_000_000,
                300_000_000,
                900_000_000,
                3_600_000_000L,
                14_400_000_000L,
                86_400_000_000L);
    }

    /** Counts one. */
    public void add(long nanos) {
        int bucket = 0;
        while (bucket < boundsNanos.length && nanos > boundsNanos[bucket]) {
            bucket++;
        }
        increase(bucket, 1);
        increase(boundsNanos.length + 1, nanos);
    }

    /** There is one writer, so this needs no atomic addition. */
    private void increase(int cell, long by) {
        cells.setRelease(cell, cells.getPlain(cell) + by);
    }

    /** How many buckets there are. */
    public int buckets() {
        return boundsNanos.length + 1;
    }

    /** The upper bound of a bucket in seconds; infinite for the last. */
    public double upperSeconds(int bucket) {
        return bucket < boundsNanos.length ? boundsNanos[bucket] / 1e9 : Double.POSITIVE_INFINITY;
    }

    /** How many are in a bucket and in no lower one. */
    public long count(int bucket) {
        return cells.getAcquire(bucket);
    }

    /** The sum of all, in seconds. */
    public double sumSeconds() {
        return cells.getAcquire(boundsNanos.length + 1) / 1e9;
    }
}
