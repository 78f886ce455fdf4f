package io.lockstep.follower.metrics;

import java.util.concurrent.TimeUnit;

/** What a histogram has counted in the last minute or two. One thread ticks; any thread asks. */
public final class RecentLatency {

    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LatencyHistogram histogram;
    private volatile long[] before;
    private long[] next;
    private long nextNanos;

    public RecentLatency(LatencyHistogram histogram, long nowNanos) {
        this.histogram = histogram;
        before = counts();
        next = before;
        nextNanos = nowNanos + PERIOD_NANOS;
    }

    /** Forgets what is too old. */
    public void tick(long nowNanos) {
        if (nowNanos - nextNanos >= 0) {
            nextNanos = nowNanos + PERIOD_NANOS;
            before = next;
            next = counts();
        }
    }

    /**
     * The upper bound, in microseconds, of the bucket in which this share of the durations ends, such as 0.99; that of
     * the highest bucket with a bound if it ends beyond. 0 if nothing was counted.
     */
    public long quantileMicros(double share) {
        long[] since = before;
        long[] now = counts();
        long all = 0;
        for (int bucket = 0; bucket < now.length; bucket++) {
            all += now[bucket] - since[bucket];
        }
        long rank = (long) Math.ceil(share * all);
        long below = 0;
        int found = 0;
        for (int bucket = 0; bucket < now.length - 1 && below < rank; bucket++) {
            below += now[bucket] - since[bucket];
            found = bucket;
        }
        return all == 0 ? 0 : Math.round(histogram.upperSeconds(found) * 1e6);
    }

    private long[] counts() {
        long[] counts = new long[histogram.buckets()];
        for (int bucket = 0; bucket < counts.length; bucket++) {
            counts[bucket] = histogram.count(bucket);
        }
        return counts;
    }
}
