package io.lockstep.follower.http.page;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ServerLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of the line protocol as aligned columns. A column that no row has a value for is left out. Pure. */
final class PlainTable {

    private static final String NAME = "name";
    private static final List<String> AGES = List.of("held", "waited", "silent");
    private static final String MARGIN = "  ";

    private PlainTable() {}

    /** The lines of the table. The first value of a row goes under {@code name}. */
    static String of(List<String> keys, List<ServerLine> rows) {
        if (rows.isEmpty()) {
            return MARGIN + "none\n";
        }
        List<List<String>> columns = new ArrayList<>();
        for (String key : keys) {
            List<String> cells = rows.stream().map(row -> cell(row, key)).toList();
            if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
                columns.add(padded(key.toUpperCase(Locale.ROOT), cells));
            }
        }
        StringBuilder text = new StringBuilder();
        for (int line = 0; line <= rows.size(); line++) {
            StringBuilder cells = new StringBuilder();
            for (List<String> column : columns) {
                cells.append(MARGIN).append(column.get(line));
            }
            text.append(cells.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String cell(ServerLine row, String key) {
        String value = key.equals(NAME) && !row.value().isEmpty()
                ? row.value()
                : row.options().getOrDefault(key, "");
        long age = AGES.contains(key) ? Durations.parseMillis(value) : -1;
        return age < 0 ? LineSyntax.shown(value) : Durations.formatAge(age);
    }

    private static List<String> padded(String header, List<String> cells) {
        List<String> all = new ArrayList<>(List.of(header));
        all.addAll(cells);
        int width = all.stream()
                .mapToInt(cell -> cell.codePointCount(0, cell.length()))
                .max()
                .orElse(0);
        return all.stream()
                .map(cell -> cell + " ".repeat(width - cell.codePointCount(0, cell.length())))
                .toList();
    }
}
