package io.lockstep.comparison;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What was measured.
 *
 * @param perSecond cycles, hand-overs or answers in a second
 * @param p50Millis of the first request of a cycle; 0 if it was not measured
 */
record Figure(double perSecond, double p50Millis, double p99Millis) {

    private static final double NANOS_PER_MILLI = 1e6;

    static Figure of(double perSecond, Histogram nanos) {
        return new Figure(
                perSecond,
                nanos.getValueAtPercentile(50) / NANOS_PER_MILLI,
                nanos.getValueAtPercentile(99) / NANOS_PER_MILLI);
    }

    String cell() {
        return p50Millis == 0
                ? String.format(Locale.ROOT, "%,.0f", perSecond)
                : String.format(Locale.ROOT, "%,.0f (%.2f / %.2f)", perSecond, p50Millis, p99Millis);
    }
}
