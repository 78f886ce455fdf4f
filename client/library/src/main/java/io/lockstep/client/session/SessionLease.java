package io.lockstep.client.session;

import java.time.Duration;

/**
 * How long this side may rely on its session: from the newest renewal that the cluster confirmed. Time is what
 * {@link System#nanoTime} says. Not safe for several threads.
 */
final class SessionLease {

    /** How it stands, from good to bad. */
    enum Phase {
        /** Renewed of late. */
        FRESH,
        /** Most of the time is over without a renewal. */
        DOUBTFUL,
        /** The server may give the locks to others at any moment. */
        OVERDUE
    }

    private static final int DOUBT_PARTS = 4;

    private long safeNanos;
    private long confirmedNanos;
    private Phase told = Phase.FRESH;

    /** Begins, or begins anew, with a renewal at that moment. */
    void begin(Duration safe, long nanoTime) {
        safeNanos = safe.toNanos();
        confirmedNanos = nanoTime;
    }

    /** A renewal of that moment was confirmed, perhaps an older one than is known. */
    void confirmed(long nanoTime) {
        if (nanoTime - confirmedNanos > 0) {
            confirmedNanos = nanoTime;
        }
    }

    /** Nanoseconds for which it may still be relied on; none or less when it must not be. */
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

    /** Nanoseconds until the phase changes if nothing renews it; {@link Long#MAX_VALUE} if it cannot get worse. */
    long untilNextNanos(long nowNanos) {
        return switch (phase(nowNanos)) {
            case FRESH -> untilDoubtNanos(nowNanos);
            case DOUBTFUL -> leftNanos(nowNanos);
            case OVERDUE -> Long.MAX_VALUE;
        };
    }

    /** Takes note of what is about to be told, and returns what was told before. */
    Phase tell(Phase phase) {
        Phase before = told;
        told = phase;
        return before;
    }
}
