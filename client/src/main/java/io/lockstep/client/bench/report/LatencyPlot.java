package io.lockstep.client.bench.report;

import io.lockstep.client.bench.BenchResult;
import io.lockstep.client.bench.Latency;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Draws latency over throughput as SVG: a line each for p50, p99 and p99.9, with a point for each load. It follows the
 * viewer's choice of light or dark. Pure.
 */
public final class LatencyPlot {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 440;
    private static final int LEFT = 74;
    private static final int RIGHT = 684;
    private static final int TOP = 56;
    private static final int BOTTOM = 380;

    private static final String STYLE = """
            <style>
              text { font: 12px system-ui, sans-serif; fill: #3a3f47; }
              .title { font-size: 15px; font-weight: 600; fill: #16191d; }
              .ground { fill: #ffffff; } .grid { stroke: #dfe3e8; } .axis { stroke: #8a919b; }
              .p50 { --line: #0b6bcb; } .p99 { --line: #c2570c; } .p999 { --line: #8b2fb3; }
              polyline { fill: none; stroke: var(--line); stroke-width: 2; }
              circle { fill: var(--line); } text.name { fill: var(--line); font-weight: 600; }
              @media (prefers-color-scheme: dark) {
                text { fill: #b9c0ca; } .title { fill: #f0f2f5; }
                .ground { fill: #14171b; } .grid { stroke: #2b3138; } .axis { stroke: #6d7580; }
                .p50 { --line: #62aef7; } .p99 { --line: #f79a55; } .p999 { --line: #d08bf0; }
              }
            </style>
            """;

    private final List<BenchResult> results;
    private final Axis across;
    private final Axis up;
    private final StringBuilder svg = new StringBuilder();

    private LatencyPlot(List<BenchResult> results) {
        this.results = results;
        this.across = Axis.fromZero(largest(BenchResult::perSecond), LEFT, RIGHT);
        double smallest = results.stream()
                .mapToDouble(result -> result.main().p50Millis())
                .min()
                .orElseThrow();
        this.up = Axis.decades(smallest, largest(result -> result.main().p999Millis()), BOTTOM, TOP);
    }

    private double largest(ToDoubleFunction<BenchResult> value) {
        return results.stream().mapToDouble(value).max().orElseThrow();
    }

    /** The plot of one load or more. */
    public static String svg(List<BenchResult> results) {
        return new LatencyPlot(results).draw();
    }

    private String draw() {
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n", WIDTH, HEIGHT);
        add("<title>%s</title>%n", title());
        svg.append(STYLE);
        add("<rect class=\"ground\" width=\"%d\" height=\"%d\"/>%n", WIDTH, HEIGHT);
        add("<text class=\"title\" x=\"%d\" y=\"28\">%s</text>%n", LEFT, title());
        axes();
        line("p50", "p50", Latency::p50Millis);
        line("p99", "p99", Latency::p99Millis);
        line("p999", "p99.9", Latency::p999Millis);
        svg.append("</svg>\n");
        return svg.toString();
    }

    private String title() {
        boolean open = results.get(0).settings().load().isOpen();
        return results.get(0).settings().mode().title() + ": latency over load, by "
                + (open ? "requests due a second" : "number of clients");
    }

    private void axes() {
        for (double tick : up.ticks()) {
            double y = up.place(tick);
            add("<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>%n", LEFT, y, RIGHT, y);
            add("<text text-anchor=\"end\" x=\"%d\" y=\"%.1f\">%s</text>%n", LEFT - 8, y + 4, Axis.label(tick));
        }
        for (double tick : across.ticks()) {
            double x = across.place(tick);
            add("<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n", x, TOP, x, BOTTOM);
            add("<text text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%s</text>%n", x, BOTTOM + 18, Axis.label(tick));
        }
        add("<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n", LEFT, BOTTOM, RIGHT, BOTTOM);
        add(
                "<text text-anchor=\"middle\" x=\"%d\" y=\"%d\">%s a second</text>%n",
                (LEFT + RIGHT) / 2,
                BOTTOM + 42,
                results.get(0).settings().mode().unit());
        add("<text x=\"%d\" y=\"%d\">milliseconds</text>%n", 8, TOP - 12);
    }

    private void line(String style, String name, ToDoubleFunction<Latency> point) {
        add("<g class=\"%s\">%n<polyline points=\"", style);
        for (BenchResult result : results) {
            add("%.1f,%.1f ", x(result), y(result, point));
        }
        svg.append("\"/>\n");
        for (BenchResult result : results) {
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\">", x(result), y(result, point));
            add(
                    "<title>%s: %.3f ms at %,.0f /s</title></circle>%n",
                    name, point.applyAsDouble(result.main()), result.perSecond());
            if (name.equals("p50")) {
                add(
                        "<text text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
                        x(result), y(result, point) + 18, load(result));
            }
        }
        BenchResult last = results.get(results.size() - 1);
        add("<text class=\"name\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", x(last) + 9, y(last, point) + 4, name);
        svg.append("</g>\n");
    }

    private double x(BenchResult result) {
        return across.place(result.perSecond());
    }

    private double y(BenchResult result, ToDoubleFunction<Latency> point) {
        return up.place(point.applyAsDouble(result.main()));
    }

    private static String load(BenchResult result) {
        boolean open = result.settings().load().isOpen();
        return String.format(
                Locale.ROOT,
                "%,d",
                open
                        ? result.settings().load().ratePerSecond()
                        : result.settings().clients());
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
