package io.lockstep.endtoend.scale;

import java.util.Arrays;

/** How long things took. */
final class Latencies {

    private long[] nanos = new long[1 << 12];
    private int count;

    void add(long each) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = each;
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    /** What this share of them did not exceed, in microseconds; 0 without any. */
    double micros(double share) {
        if (count == 0) {
            return 0;
        }
        Arrays.sort(nanos, 0, count);
        return nanos[Math.max(0, (int) Math.ceil(share * count) - 1)] / 1e3;
    }

    double millis(double share) {
        return micros(share) / 1e3;
    }
}
