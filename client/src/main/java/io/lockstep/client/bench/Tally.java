package io.lockstep.client.bench;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts answers from the end of the warm-up on, and errors from the start. Used by one thread. */
final class Tally {

    private static final int DIGITS = 3;

    private final Histogram locks = new Histogram(DIGITS);
    private final Histogram releases = new Histogram(DIGITS);
    private final Histogram statuses = new Histogram(DIGITS);
    private final Map<String, Long> errors = new TreeMap<>();
    private long refusals;
    private boolean counting;

    /** Begins the measurement, or with {@code false} ends it. */
    void count(boolean on) {
        counting = on;
    }

    void granted(long nanos) {
        record(locks, nanos);
    }

    void released(long nanos) {
        record(releases, nanos);
    }

    void asked(long nanos) {
        record(statuses, nanos);
    }

    /** An expected refusal: another client of this run holds the lock. */
    void refused() {
        refusals += counting ? 1 : 0;
    }

    /** An unexpected answer, under the server's code or one of ours. */
    void error(String code) {
        errors.merge(code, 1L, Long::sum);
    }

    BenchResult result(BenchSettings settings, double seconds) {
        return new BenchResult(
                settings,
                seconds,
                Latency.of(locks),
                Latency.of(releases),
                Latency.of(statuses),
                refusals,
                Map.copyOf(errors));
    }

    private void record(Histogram histogram, long nanos) {
        if (counting) {
            histogram.recordValue(nanos);
        }
    }
}
