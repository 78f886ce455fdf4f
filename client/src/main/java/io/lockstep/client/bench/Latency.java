package io.lockstep.client.bench;

import org.HdrHistogram.Histogram;

/**
 * The latency of one kind of request: the number of requests, and points of the distribution in milliseconds. A point
 * is the time within which so many of a hundred requests were answered.
 */
public record Latency(
        long count,
        double p50Millis,
        double p90Millis,
        double p99Millis,
        double p999Millis,
        double p9999Millis,
        double maxMillis) {

    private static final double NANOS_PER_MILLI = 1e6;

    static Latency of(Histogram nanos) {
        return new Latency(
                nanos.getTotalCount(),
                millis(nanos, 50),
                millis(nanos, 90),
                millis(nanos, 99),
                millis(nanos, 99.9),
                millis(nanos, 99.99),
                nanos.getMaxValue() / NANOS_PER_MILLI);
    }

    private static double millis(Histogram nanos, double percentile) {
        // A histogram rounds up within its precision; no point lies behind the largest value.
        return Math.min(nanos.getValueAtPercentile(percentile), nanos.getMaxValue()) / NANOS_PER_MILLI;
    }
}
