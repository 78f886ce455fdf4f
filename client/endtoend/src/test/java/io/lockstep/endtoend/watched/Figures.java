package io.lockstep.endtoend.watched;

import java.util.List;
import java.util.Locale;

/**
 * What one run of a client found.
 *
 * @param perSecond locks taken and released
 * @param p50Millis of a lock
 * @param p99Millis of a lock
 * @param leaderMicros processor time of the leader for each of them
 */
record Figures(double perSecond, double p50Millis, double p99Millis, double leaderMicros) {

    /** The value that this share of them does not exceed; there must be one. */
    static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    /** The middle one, or the mean of the two in the middle. */
    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** The medians of several runs. */
    static Figures medians(List<Figures> runs) {
        return new Figures(
                median(runs.stream().map(Figures::perSecond).toList()),
                median(runs.stream().map(Figures::p50Millis).toList()),
                median(runs.stream().map(Figures::p99Millis).toList()),
                median(runs.stream().map(Figures::leaderMicros).toList()));
    }

    String cells() {
        return String.format(
                Locale.ROOT, "%.0f /s | %.3f ms | %.2f ms | %.0f µs", perSecond, p50Millis, p99Millis, leaderMicros);
    }
}
