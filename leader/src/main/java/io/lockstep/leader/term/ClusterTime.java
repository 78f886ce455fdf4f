package io.lockstep.leader.term;

import java.util.concurrent.TimeUnit;

/**
 * Cluster time as the present leader gives it: what was last applied when it took over, and its own monotonic time since.
 * Without a leader it stands still.
 */
public final class ClusterTime {

    private final long startMillis;
    private final long startNanos;

    /**
     * @param appliedMillis cluster time of the map at the moment of taking over
     * @param nowNanos that moment on this server's monotonic clock
     */
    public ClusterTime(long appliedMillis, long nowNanos) {
        this.startMillis = appliedMillis;
        this.startNanos = nowNanos;
    }

    /** Cluster time in milliseconds at {@code nowNanos} of the same clock. */
    public long millisAt(long nowNanos) {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(nowNanos - startNanos);
    }
}
