package io.lockstep.client.bench.report;

import io.lockstep.client.bench.BenchResult;
import io.lockstep.client.bench.Latency;
import io.lockstep.client.bench.Load;
import java.util.List;
import java.util.Locale;

/** Formats the results of several loads as a table, the latency that {@link BenchResult#main} names for each. Pure. */
public final class BenchTable {

    private static final String ROW = "%9s %9s %12s %9s %9s %9s %9s %9s %9s  %s";

    private BenchTable() {}

    /** The line above the rows. */
    public static String header() {
        return String.format(
                ROW, "clients", "due /s", "done /s", "p50 ms", "p90", "p99", "p99.9", "p99.99", "max", "errors");
    }

    /** The row of one load. */
    public static String row(BenchResult result) {
        Load load = result.settings().load();
        Latency latency = result.main();
        return String.format(
                Locale.ROOT,
                ROW,
                load.clients(),
                load.isOpen() ? String.format(Locale.ROOT, "%,d", load.ratePerSecond()) : "-",
                String.format(Locale.ROOT, "%,.0f", result.perSecond()),
                millis(latency.p50Millis()),
                millis(latency.p90Millis()),
                millis(latency.p99Millis()),
                millis(latency.p999Millis()),
                millis(latency.p9999Millis()),
                millis(latency.maxMillis()),
                BenchReport.errors(result.errors()));
    }

    /** All of it, and what it is of. */
    public static String text(List<BenchResult> results) {
        StringBuilder text = new StringBuilder();
        BenchResult first = results.get(0);
        text.append(String.format(
                Locale.ROOT,
                "%s, on %s, for %.1f s each%n",
                first.settings().mode().title(),
                BenchReport.servers(first.settings()),
                first.seconds()));
        text.append(header());
        results.forEach(result -> text.append(System.lineSeparator()).append(row(result)));
        return text.toString();
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%.3f", millis);
    }
}
