package io.lockstep.client.session;

import java.time.Duration;

/**
 * How long a client may rely on its session, counted from the newest renewal that the cluster confirmed. Times are
 * those of {@link System#nanoTime}. Not thread-safe.
 */
final class SessionLease {

    /** The state of the lease, from good to bad. */
    enum Phase {
        /** Recently renewed. */
        FRESH,
        /** Most of it has passed without a renewal. */
        DOUBTFUL,
        /** The cluster may grant the locks to others at any moment. */
        OVERDUE
    }

    private static final int DOUBT_PARTS = 4;

    private long safeNanos;
    private long confirmedNanos;
    private Phase told = Phase.FRESH;

    /** Starts or restarts, with a renewal at that moment. */
    void begin(Duration safe, long nanoTime) {
        safeNanos = safe.toNanos();
        confirmedNanos = nanoTime;
    }

    /** A renewal of that moment was confirmed; it may be older than the newest one. */
    void confirmed(long nanoTime) {
        if (nanoTime - confirmedNanos > 0) {
            confirmedNanos = nanoTime;
        }
    }

    /** Nanoseconds for which it may still be relied on; zero or negative if not at all. */
    long leftNanos(long nowNanos) {
        return safeNanos - (nowNanos - confirmedNanos);
    }

    private long untilDoubtNanos(long nowNanos) {
        return leftNanos(nowNanos) - safeNanos / DOUBT_PARTS;
    }

    Phase phase(long nowNanos) {
        if (leftNanos(nowNanos) <= 0) {
            return Phase.OVERDUE;
        }
        return untilDoubtNanos(nowNanos) <= 0 ? Phase.DOUBTFUL : Phase.FRESH;
    }

    /** Nanoseconds until the phase changes without a renewal; {@link Long#MAX_VALUE} if it is overdue. */
    long untilNextNanos(long nowNanos) {
        return switch (phase(nowNanos)) {
            case FRESH -> untilDoubtNanos(nowNanos);
            case DOUBTFUL -> leftNanos(nowNanos);
            case OVERDUE -> Long.MAX_VALUE;
        };
    }

    /** Sets the phase that the listener is told next, and returns the one it was told before. */
    Phase tell(Phase phase) {
        Phase before = told;
        told = phase;
        return before;
    }
}
