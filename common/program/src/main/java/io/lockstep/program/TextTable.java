package io.lockstep.program;

import java.util.ArrayList;
import java.util.List;

/**
 * A table for a person: a line of headers, then one line a row, in columns. Pages may be added one after the other;
 * a column grows when a later page needs it.
 */
public final class TextTable {

    private static final String GAP = "  ";

    /** What stands where a row has no value. */
    private static final String NONE = "-";

    private final List<String> headers;
    private final int[] widths;
    private boolean begun;

    public TextTable(List<String> headers) {
        this.headers = List.copyOf(headers);
        this.widths = headers.stream().mapToInt(TextTable::width).toArray();
    }

    /** The lines of these rows, after that of the headers if they are the first. */
    public List<String> lines(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        rows.forEach(this::widen);
        if (!begun && !rows.isEmpty()) {
            begun = true;
            lines.add(line(headers));
        }
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    private void widen(List<String> row) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], width(shown(row.get(i))));
        }
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String text = shown(row.get(i));
            line.append(text);
            if (i < widths.length - 1) {
                line.append(" ".repeat(widths[i] - width(text))).append(GAP);
            }
        }
        return line.toString();
    }

    private static String shown(String text) {
        return text.isEmpty() ? NONE : text;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
