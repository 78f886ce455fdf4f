package io.lockstep.endtoend.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A plot as SVG, over a logarithmic axis. It is readable on a light and on a dark page. The other axis begins at 0, so
 * that a flat line looks flat; {@link #logarithmic} makes it logarithmic, too.
 */
final class Plot {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    private static final int LEFT = 76;
    private static final int RIGHT = 190;
    private static final int TOP = 44;
    private static final int BOTTOM = 52;
    private static final int LINES_MAX = 4;

    /** Logarithms have no 0. */
    private static final double LEAST = 1e-3;

    private static final String STYLE = """
            <style>
            text { font: 13px system-ui, sans-serif; fill: #333 }
            .title { font-size: 15px; font-weight: 600 }
            .grid { stroke: #8884 } .axis { stroke: #888 }
            .line { fill: none; stroke-width: 2 }
            .c0 { stroke: #0072b2 } .f0 { fill: #0072b2 } .c1 { stroke: #d55e00 } .f1 { fill: #d55e00 }
            .c2 { stroke: #009e73 } .f2 { fill: #009e73 } .c3 { stroke: #cc79a7 } .f3 { fill: #cc79a7 }
            @media (prefers-color-scheme: dark) {
              text { fill: #ddd }
              .c0 { stroke: #56b4e9 } .f0 { fill: #56b4e9 } .c1 { stroke: #e69f00 } .f1 { fill: #e69f00 }
            }
            </style>
            """;

    private record Line(String name, List<Double> values) {}

    private final String title;
    private final String unit;
    private final String across;
    private final List<Integer> places;
    private final List<Line> lines = new ArrayList<>();
    private boolean logarithmic;

    /**
     * Makes an empty plot.
     *
     * @param unit of the values
     * @param across what the horizontal axis counts
     * @param places the counts, rising, from 1
     */
    Plot(String title, String unit, String across, List<Integer> places) {
        this.title = title;
        this.unit = unit;
        this.across = across;
        this.places = places;
    }

    /** Adds a line with a value for each place. */
    Plot line(String name, List<Double> values) {
        if (values.size() != places.size() || lines.size() == LINES_MAX) {
            throw new IllegalArgumentException(name + " does not fit");
        }
        lines.add(new Line(
                name, values.stream().map(value -> Math.max(LEAST, value)).toList()));
        return this;
    }

    Plot logarithmic() {
        logarithmic = true;
        return this;
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        add(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">", WIDTH, HEIGHT);
        svg.append(STYLE);
        add(svg, "<title>%s</title>", title);
        add(svg, "<text class=\"title\" x=\"%d\" y=\"22\">%s</text>", LEFT, title);
        add(svg, "<text x=\"8\" y=\"22\">%s</text>", unit);
        add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>", middle(), HEIGHT - 10, across);
        for (int place : places) {
            double x = x(place);
            add(svg, "<path class=\"grid\" d=\"M%.1f %d V%d\"/>", x, TOP, HEIGHT - BOTTOM);
            add(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x, HEIGHT - 32, count(place));
        }
        for (double value : scale()) {
            add(svg, "<path class=\"grid\" d=\"M%d %.1f H%d\"/>", LEFT, y(value), WIDTH - RIGHT);
            add(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 8, y(value) + 4, number(value));
        }
        add(
                svg,
                "<path class=\"axis\" d=\"M%d %d V%d H%d\" fill=\"none\"/>",
                LEFT,
                TOP,
                HEIGHT - BOTTOM,
                WIDTH - RIGHT);
        double lowest = HEIGHT;
        for (int i : byLastValue()) {
            lowest = line(svg, i, lowest);
        }
        return svg.append("</svg>\n").toString();
    }

    /** The one whose name stands lowest comes first. */
    private List<Integer> byLastValue() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            order.add(i);
        }
        order.sort((a, b) -> Double.compare(last(a), last(b)));
        return order;
    }

    private double last(int line) {
        return lines.get(line).values().get(places.size() - 1);
    }

    /** Draws a line and its name, which stands above the one before; returns where. */
    private double line(StringBuilder svg, int index, double below) {
        Line line = lines.get(index);
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < places.size(); i++) {
            double x = x(places.get(i));
            double y = y(line.values().get(i));
            add(path, "%s%.1f %.1f", i == 0 ? "M" : " L", x, y);
            add(svg, "<circle class=\"f%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>", index, x, y);
        }
        add(svg, "<path class=\"line c%d\" d=\"%s\"/>", index, path);
        double at = Math.min(y(last(index)) + 4, below - 16);
        add(svg, "<text class=\"f%d\" x=\"%d\" y=\"%.1f\">%s</text>", index, WIDTH - RIGHT + 12, at, line.name());
        return at;
    }

    private static int middle() {
        return (LEFT + WIDTH - RIGHT) / 2;
    }

    private double x(int place) {
        double first = Math.log(places.get(0));
        double last = Math.log(places.get(places.size() - 1));
        return LEFT + 16 + (Math.log(place) - first) / (last - first) * (WIDTH - RIGHT - LEFT - 32);
    }

    private double y(double value) {
        List<Double> scale = scale();
        double low = scale.get(0);
        double high = scale.get(scale.size() - 1);
        double share = logarithmic
                ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value - low) / (high - low);
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
    }

    /** The values of the vertical axis. */
    private List<Double> scale() {
        double most = lines.stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(value -> value)
                .max()
                .orElse(1);
        double least = lines.stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(value -> value)
                .min()
                .orElse(1);
        List<Double> scale = new ArrayList<>();
        if (logarithmic) {
            double value = Math.pow(10, Math.floor(Math.log10(least)));
            scale.add(value);
            while (value < most) {
                value *= 10;
                scale.add(value);
            }
        } else {
            double step = niceStep(most / 4);
            for (int i = 0; i == 0 || scale.get(i - 1) < most; i++) {
                scale.add(i * step);
            }
        }
        return scale;
    }

    private static double niceStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (factor * power >= least) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String count(int value) {
        return value >= 1_000_000 && value % 1_000_000 == 0
                ? value / 1_000_000 + " M"
                : value >= 1_000 && value % 1_000 == 0 ? value / 1_000 + " k" : Integer.toString(value);
    }

    private static String number(double value) {
        if (value >= 1_000 && value % 1_000 == 0) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceAll("\\.?0+$", "");
    }

    private static void add(StringBuilder text, String form, Object... values) {
        text.append(String.format(Locale.ROOT, form, values));
        if (form.startsWith("<")) {
            text.append('\n');
        }
    }
}
