package io.lockstep.follower.http.page;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.program.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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
        List<String> used = keys.stream()
                .filter(key -> rows.stream().anyMatch(row -> !cell(row, key).isEmpty()))
                .toList();
        TextTable table = new TextTable(
                used.stream().map(key -> key.toUpperCase(Locale.ROOT)).toList());
        List<List<String>> cells = rows.stream()
                .map(row -> used.stream().map(key -> cell(row, key)).toList())
                .toList();
        return table.lines(cells).stream().map(line -> MARGIN + line + "\n").collect(Collectors.joining());
    }

    private static String cell(ServerLine row, String key) {
        String value = key.equals(NAME) && !row.value().isEmpty()
                ? row.value()
                : row.options().getOrDefault(key, "");
        long age = AGES.contains(key) ? Durations.parseMillis(value) : -1;
        return age < 0 ? LineSyntax.shown(value) : Durations.formatAge(age);
    }
}
