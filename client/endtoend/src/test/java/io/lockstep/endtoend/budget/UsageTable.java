package io.lockstep.endtoend.budget;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What threads of several servers used, divided by a number of operations, as a table in Markdown. */
final class UsageTable {

    /** What is less is not worth a row. */
    private static final double SWITCHES_MIN = 0.05;

    private static final double MICROS_MIN = 0.5;

    private final Map<String, Map<String, Usage>> byServer = new LinkedHashMap<>();
    private final double operations;

    UsageTable(double operations) {
        this.operations = operations;
    }

    /** Adds a column: what the threads of a server used, by their kinds. */
    void add(String server, Map<String, Usage> byKind) {
        byServer.put(server, byKind);
    }

    /** The bytes that all threads of all servers allocated for one operation. */
    double bytes() {
        return byServer.values().stream()
                        .map(UsageTable::sum)
                        .reduce(Usage.NONE, Usage::plus)
                        .bytes()
                / operations;
    }

    /** The lines of the table. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("| thread | " + String.join(" | ", byServer.keySet()) + " | all |");
        lines.add("|---|" + "--:|".repeat(byServer.size() + 1));
        for (String kind : kinds()) {
            lines.add(row(kind, kind));
        }
        lines.add(row("**all threads**", null));
        return lines;
    }

    private String row(String label, String kind) {
        StringBuilder row = new StringBuilder("| " + label);
        Usage sum = Usage.NONE;
        for (Map<String, Usage> server : byServer.values()) {
            Usage used = kind == null ? sum(server) : server.getOrDefault(kind, Usage.NONE);
            sum = sum.plus(used);
            row.append(" | ").append(cell(used));
        }
        return row.append(" | ").append(cell(sum)).append(" |").toString();
    }

    private String cell(Usage used) {
        return String.format(
                Locale.ROOT,
                "%.2f × · %.1f µs · %,.0f B",
                used.switches() / operations,
                used.cpuNanos() / 1e3 / operations,
                used.bytes() / operations);
    }

    /** The kinds of threads that are worth a row, those with most processor time first. */
    private List<String> kinds() {
        Set<String> all = new TreeSet<>();
        byServer.values().forEach(server -> all.addAll(server.keySet()));
        return all.stream()
                .filter(kind -> of(kind).switches() / operations >= SWITCHES_MIN
                        || of(kind).cpuNanos() / 1e3 / operations >= MICROS_MIN)
                .sorted(Comparator.comparingLong((String kind) -> of(kind).cpuNanos())
                        .reversed())
                .toList();
    }

    private Usage of(String kind) {
        return byServer.values().stream()
                .map(server -> server.getOrDefault(kind, Usage.NONE))
                .reduce(Usage.NONE, Usage::plus);
    }

    private static Usage sum(Map<String, Usage> server) {
        return server.values().stream().reduce(Usage.NONE, Usage::plus);
    }
}
