package io.lockstep.endtoend.cold;

import java.util.Arrays;

/** What was answered within one second. */
final class Second {

    private long[] lockNanos = new long[1_024];
    private int locks;
    private int releases;

    /** A lock was granted, or else released, after so long. */
    void add(boolean lock, long nanos) {
        if (!lock) {
            releases++;
            return;
        }
        if (locks == lockNanos.length) {
            lockNanos = Arrays.copyOf(lockNanos, 2 * locks);
        }
        lockNanos[locks] = nanos;
        locks++;
    }

    /** Locks taken and released. */
    int cycles() {
        return releases;
    }

    /** The time for a lock that this share of them does not exceed, in milliseconds; 0 if there was none. */
    double lockMillis(double share) {
        if (locks == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(lockNanos, locks);
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(share * locks) - 1] / 1e6;
    }
}
