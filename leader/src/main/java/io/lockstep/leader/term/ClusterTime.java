package io.lockstep.leader.term;

import java.util.concurrent.TimeUnit;

/**
 * Cluster time as the current leader gives it: the last applied cluster time when it took over, plus its own monotonic
 * time since then. Without a leader, cluster time stands still.
 */
final class ClusterTime {

    private final long startMillis;
    private final long startNanos;

    /**
     * @param appliedMillis cluster time of the map when the term starts
     * @param nowNanos that moment on this server's monotonic clock
     */
    ClusterTime(long appliedMillis, long nowNanos) {
        this.startMillis = appliedMillis;
        this.startNanos = nowNanos;
    }

    /** Cluster time in milliseconds at {@code nowNanos} of the same clock. */
    long millisAt(long nowNanos) {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(nowNanos - startNanos);
    }
}
