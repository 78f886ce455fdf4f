package io.lockstep.endtoend.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Prints tables in Markdown, row by row, and writes plots into a directory. */
final class Report {

    private final Path plots;

    /** @param plots a directory that exists */
    Report(Path plots) {
        this.plots = plots;
    }

    /** Begins a part. */
    void heading(String text) {
        say("");
        say("### " + text);
        say("");
    }

    /** Begins a table; the first column is text. */
    void columns(String... names) {
        say("| " + String.join(" | ", names) + " |");
        say("|--:".repeat(names.length) + "|");
    }

    void row(Object... cells) {
        say("| " + String.join(" | ", List.of(cells).stream().map(Report::cell).toList()) + " |");
    }

    /** Three digits for small numbers, none behind the point for others; commas between thousands. */
    private static String cell(Object value) {
        if (value instanceof Double real) {
            double size = Math.abs(real);
            String form = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
            return String.format(Locale.ROOT, form, real);
        }
        return value instanceof Number number
                ? String.format(Locale.ROOT, "%,d", number.longValue())
                : value.toString();
    }

    void say(String line) {
        System.out.println(line);
    }

    void plot(String name, Plot plot) throws IOException {
        Files.writeString(plots.resolve(name + ".svg"), plot.svg(), StandardCharsets.UTF_8);
    }
}
