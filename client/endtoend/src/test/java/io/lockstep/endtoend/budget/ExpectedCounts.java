package io.lockstep.endtoend.budget;

import io.lockstep.endtoend.cluster.Jars;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;

/** What one lock is expected to cost: the counts in {@code budget.properties}. */
final class ExpectedCounts {

    private static final Path FILE = Jars.PROJECT.resolve("client/endtoend/src/test/resources/budget.properties");

    /** Counts may rise by a tenth; the hand-overs, which are few and known exactly, by none. */
    private static final double RISE_MAX = 1.1;

    private static final String EXACT = ".handovers";

    private final Properties expected;

    ExpectedCounts(Properties expected) {
        this.expected = expected;
    }

    /** Reads the committed counts. */
    static ExpectedCounts read() throws IOException {
        Properties committed = new Properties();
        try (Reader in = Files.newBufferedReader(FILE, StandardCharsets.UTF_8)) {
            committed.load(in);
        }
        return new ExpectedCounts(committed);
    }

    /** Makes these counts the expected ones. */
    static void accept(SortedMap<String, Long> counts) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# What one lock costs three servers; docs/PERFORMANCE.md says how it is counted.");
        lines.add("# scripts/budget --accept writes this file anew.");
        counts.forEach((name, count) -> lines.add(name + "=" + count));
        Files.write(FILE, lines, StandardCharsets.UTF_8);
    }

    /** Says which counts are too high, each with what it is and what it was; empty if none is. */
    List<String> exceeded(Map<String, Long> counts) {
        List<String> exceeded = new ArrayList<>();
        counts.forEach((name, count) -> {
            long before = number(name);
            if (count > (name.endsWith(EXACT) ? before : RISE_MAX * before)) {
                exceeded.add(compared(name, count, before));
            }
        });
        return exceeded;
    }

    /** Says which counts are so much lower that the expected ones guard nothing any more. */
    List<String> outlived(Map<String, Long> counts) {
        List<String> outlived = new ArrayList<>();
        counts.forEach((name, count) -> {
            long before = number(name);
            if (before > (name.endsWith(EXACT) ? count : RISE_MAX * count)) {
                outlived.add(compared(name, count, before));
            }
        });
        return outlived;
    }

    private long number(String name) {
        String value = expected.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(
                    "there is no " + name + " in " + FILE + "; scripts/budget --accept adds it");
        }
        return Long.parseLong(value);
    }

    private static String compared(String name, long count, long before) {
        return String.format(
                Locale.ROOT, "%s is %d, was %d (%+.0f %%)", name, count, before, 100.0 * (count - before) / before);
    }
}
