package io.lockstep.client.bench;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Counts what belongs to the measurement, and errors from the start. A latency is the time since a request was due,
 * which in a closed loop is when it was sent. Used by one thread.
 */
final class Tally {

    private static final int DIGITS = 3;

    private final Histogram locks = new Histogram(DIGITS);
    private final Histogram releases = new Histogram(DIGITS);
    private final Histogram statuses = new Histogram(DIGITS);
    private final Histogram refusals = new Histogram(DIGITS);
    private final Histogram handOvers = new Histogram(DIGITS);
    private final Map<String, Long> errors = new TreeMap<>();

    private long beginNanos;
    private long endNanos;
    private long done;
    private long doneEver;
    private long lastReleaseNanos;

    /** Sets when the measurement begins and ends. Until then nothing counts but errors. */
    void measure(long fromNanos, long untilNanos) {
        beginNanos = fromNanos;
        endNanos = untilNanos;
    }

    void granted(long dueNanos, long nowNanos) {
        record(locks, dueNanos, nowNanos);
    }

    void released(long dueNanos, long nowNanos) {
        record(releases, dueNanos, nowNanos);
        completed(nowNanos);
    }

    void asked(long dueNanos, long nowNanos) {
        record(statuses, dueNanos, nowNanos);
        completed(nowNanos);
    }

    /** An expected refusal: another client of this run holds the lock. */
    void refused(long dueNanos, long nowNanos) {
        record(refusals, dueNanos, nowNanos);
    }

    /** The holder of the lock for which others wait sends its release. */
    void handingOver(long nowNanos) {
        lastReleaseNanos = nowNanos;
    }

    /** The next one in line has the lock. */
    void handedOver(long nowNanos) {
        if (lastReleaseNanos != 0) {
            record(handOvers, lastReleaseNanos, nowNanos);
        }
    }

    /** A request was due, and was not sent before the end: it has taken at least so long. */
    void unsent(BenchSettings.Mode mode, long dueNanos, long nowNanos) {
        record(mode == BenchSettings.Mode.STATUS ? statuses : locks, dueNanos, nowNanos);
    }

    /** An unexpected answer, under the server's code or one of ours. */
    void error(String code) {
        errors.merge(code, 1L, Long::sum);
    }

    /** What was completed since the start, in the warm-up too. */
    long doneEver() {
        return doneEver;
    }

    long errorsEver() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    BenchResult result(BenchSettings settings, double seconds, long unsent) {
        return new BenchResult(
                settings,
                seconds,
                done,
                Latency.of(locks),
                Latency.of(releases),
                Latency.of(statuses),
                Latency.of(refusals),
                Latency.of(handOvers),
                unsent,
                Map.copyOf(errors));
    }

    private boolean isMeasured(long nanos) {
        return nanos - beginNanos >= 0 && nanos - endNanos < 0;
    }

    private void completed(long nowNanos) {
        doneEver++;
        done += isMeasured(nowNanos) ? 1 : 0;
    }

    private void record(Histogram histogram, long dueNanos, long nowNanos) {
        if (isMeasured(dueNanos)) {
            histogram.recordValue(Math.max(0, nowNanos - dueNanos));
        }
    }
}
