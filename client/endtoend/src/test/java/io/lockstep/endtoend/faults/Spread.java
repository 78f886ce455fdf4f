package io.lockstep.endtoend.faults;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The distribution of measured times, in milliseconds. */
record Spread(int count, double min, double p50, double p99, double max) {

    static Spread ofNanos(Collection<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new AssertionError("nothing was measured");
        }
        return new Spread(sorted.size(), at(sorted, 0), at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(List<Long> sorted, double part) {
        return sorted.get((int) Math.round(part * (sorted.size() - 1))) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "min %.0f ms, p50 %.0f ms, p99 %.0f ms, max %.0f ms (%d)", min, p50, p99, max, count);
    }
}
