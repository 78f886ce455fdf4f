package io.lockstep.endtoend.cluster;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How long one client had to wait, from request to answer and from one answer to the next. Any thread. */
public final class ServiceTimes {

    private long[] nanos = new long[1_024];
    private int count;
    private long lastNanos;
    private long longestGapNanos;

    /** @param lastNanos when the client was served last, as {@link System#nanoTime} */
    ServiceTimes(long lastNanos) {
        this.lastNanos = lastNanos;
    }

    /** A request that was sent at this {@link System#nanoTime} is answered now. */
    synchronized void served(long sentNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        long nowNanos = System.nanoTime();
        nanos[count++] = nowNanos - sentNanos;
        gapUntil(nowNanos);
        lastNanos = nowNanos;
    }

    /** Ends these times and begins the next. A gap that goes on belongs to both. */
    synchronized ServiceTimes next() {
        gapUntil(System.nanoTime());
        return new ServiceTimes(lastNanos);
    }

    private void gapUntil(long nowNanos) {
        longestGapNanos = Math.max(longestGapNanos, nowNanos - lastNanos);
    }

    /** How often the client was served. */
    public synchronized int count() {
        return count;
    }

    /** The longest time without service. */
    public synchronized long longestGapMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestGapNanos);
    }

    /** The time that this share of the services did not exceed; 0 if there were none. */
    public synchronized double millisOf(double share) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count == 0 ? 0 : sorted[(int) Math.ceil(share * count) - 1] / 1e6;
    }
}
