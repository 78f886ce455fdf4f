package io.lockstep.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The table, as Markdown: a column for each contender, and beside all but the first how the first compares. */
final class Table {

    private static final String NONE = "–";
    private static final double MEGA = 1e6;

    private final List<Results> contenders;
    private final List<String> lines = new ArrayList<>();

    private Table(List<Results> contenders) {
        this.contenders = contenders;
    }

    static List<String> lines(List<Results> contenders) {
        Table table = new Table(contenders);
        table.header();
        for (Row row : Row.ALL) {
            table.row(row.title() + ", /s", results -> cell(results, row), results -> perSecond(results, row), true);
        }
        table.row(
                "first lock after the start",
                results -> text("%,.0f ms", results.firstLockMillis()),
                Results::firstLockMillis,
                false);
        table.row(
                "memory of the largest server after all this",
                results -> text("%.0f MB", results.memoryBytes() / MEGA),
                Results::memoryBytes,
                false);
        return table.lines;
    }

    private void header() {
        StringBuilder names = new StringBuilder("| |");
        StringBuilder rule = new StringBuilder("|---|");
        for (Results each : contenders) {
            names.append(' ').append(each.name()).append(" |").append(isFirst(each) ? "" : " ratio |");
            rule.append("--:|").append(isFirst(each) ? "" : "--:|");
        }
        lines.add(names.toString());
        lines.add(rule.toString());
    }

    private void row(String title, Function<Results, String> cell, ToDoubleFunction<Results> value, boolean more) {
        StringBuilder line = new StringBuilder("| " + title + " |");
        double first = value.applyAsDouble(contenders.get(0));
        for (Results each : contenders) {
            line.append(' ').append(cell.apply(each)).append(" |");
            if (!isFirst(each)) {
                double other = value.applyAsDouble(each);
                double ratio = more ? first / other : other / first;
                line.append(first > 0 && other > 0 ? text(" %.1f |", ratio) : " " + NONE + " |");
            }
        }
        lines.add(line.toString());
    }

    private boolean isFirst(Results each) {
        return each.equals(contenders.get(0));
    }

    private static String cell(Results results, Row row) {
        Figure figure = results.figures().get(row);
        return figure == null ? NONE : figure.cell();
    }

    private static double perSecond(Results results, Row row) {
        Figure figure = results.figures().get(row);
        return figure == null ? 0 : figure.perSecond();
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
