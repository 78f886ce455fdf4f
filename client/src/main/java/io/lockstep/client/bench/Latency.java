package io.lockstep.client.bench;

import org.HdrHistogram.Histogram;

/** The latency of one kind of request: the number of requests, and three points of the distribution in milliseconds. */
public record Latency(long count, double p50Millis, double p99Millis, double maxMillis) {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MEDIAN = 50;
    private static final double TAIL = 99;

    static Latency of(Histogram nanos) {
        return new Latency(
                nanos.getTotalCount(),
                nanos.getValueAtPercentile(MEDIAN) / NANOS_PER_MILLI,
                nanos.getValueAtPercentile(TAIL) / NANOS_PER_MILLI,
                nanos.getMaxValue() / NANOS_PER_MILLI);
    }
}
