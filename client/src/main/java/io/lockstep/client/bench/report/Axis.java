package io.lockstep.client.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maps values to places along one side of a plot. Pure.
 *
 * @param least the value at {@code begin}
 * @param most the value at {@code end}; more than {@code least}
 * @param logarithmic whether equal ratios have equal lengths; both values are positive then
 */
record Axis(double least, double most, double begin, double end, boolean logarithmic) {

    private static final int STEPS = 5;
    private static final double[] ROUND = {1, 2, 5, 10};

    /** From 0 to a round value that is at least {@code largest}. */
    static Axis fromZero(double largest, double begin, double end) {
        double step = step(Math.max(largest, 1e-9) / STEPS);
        return new Axis(0, Math.ceil(Math.max(largest, 1e-9) / step) * step, begin, end, false);
    }

    /** Over whole decades that hold all values from {@code smallest} to {@code largest}. */
    static Axis decades(double smallest, double largest, double begin, double end) {
        double least = Math.pow(10, Math.floor(Math.log10(Math.max(smallest, 1e-6))));
        double most = Math.pow(10, Math.ceil(Math.log10(Math.max(largest, least * 1.01))));
        return new Axis(least, most, begin, end, true);
    }

    /** The smallest round number that is at least this one. */
    private static double step(double atLeast) {
        double decade = Math.pow(10, Math.floor(Math.log10(atLeast)));
        for (double each : ROUND) {
            if (each * decade >= atLeast * (1 - 1e-9)) {
                return each * decade;
            }
        }
        return 10 * decade;
    }

    double place(double value) {
        double part = logarithmic
                ? Math.log(Math.max(value, least) / least) / Math.log(most / least)
                : (value - least) / (most - least);
        return begin + part * (end - begin);
    }

    /** The values to mark. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            for (double decade = least; decade <= most * (1 + 1e-9); decade *= 10) {
                ticks.add(decade);
            }
        } else {
            double step = step(most / STEPS);
            for (int i = 0; i * step <= most * (1 + 1e-9); i++) {
                ticks.add(i * step);
            }
        }
        return ticks;
    }

    /** A value as the mark shows it. */
    static String label(double value) {
        String text = String.format(Locale.ROOT, value >= 1 || value == 0 ? "%,.0f" : "%.3f", value);
        return text.contains(".") ? text.replaceAll("0+$", "") : text;
    }
}
