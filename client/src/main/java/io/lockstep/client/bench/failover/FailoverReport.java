package io.lockstep.client.bench.failover;

import io.lockstep.client.bench.report.BenchReport;
import io.lockstep.program.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Formats the result of {@link Failover} as a block of text, or as one JSON object. Pure. */
public final class FailoverReport {

    private static final int MEDIAN = 50;
    private static final int TAIL = 99;
    private static final int MOST = 100;

    private FailoverReport() {}

    /** Several lines for a person. */
    public static String text(FailoverResult result) {
        int clients = result.settings().clients();
        String faults = result.gaps().isEmpty() ? "" : faults(result);
        return String.format(
                Locale.ROOT,
                "fail-over, %d client%s, for %.1f s%n"
                        + "  %-18s %,d%n"
                        + "  %-18s %,.0f ms at most%n"
                        + "%s"
                        + "  %-18s %,d%n"
                        + "  %-18s %s",
                clients,
                clients == 1 ? "" : "s",
                result.seconds(),
                "grants",
                result.grants(),
                "without a grant",
                result.longestGapMillis(),
                faults,
                "moved to a server",
                result.moves(),
                "errors",
                BenchReport.errors(result.errors()));
    }

    private static String faults(FailoverResult result) {
        return String.format(
                        Locale.ROOT, "  %-18s %,d%n", "faults", result.gaps().size())
                + times("no grant at all", any(result))
                + times("slowest client", slowest(result));
    }

    private static String times(String what, double[] millis) {
        return String.format(
                Locale.ROOT,
                "  %-18s p50 %,.0f ms   p99 %,.0f ms   max %,.0f ms%n",
                what,
                percentile(millis, MEDIAN),
                percentile(millis, TAIL),
                percentile(millis, MOST));
    }

    private static double[] any(FailoverResult result) {
        return result.gaps().stream().mapToDouble(FaultGap::anyMillis).sorted().toArray();
    }

    private static double[] slowest(FailoverResult result) {
        return result.gaps().stream()
                .mapToDouble(FaultGap::slowestMillis)
                .sorted()
                .toArray();
    }

    /** The smallest value that is at least as large as this part of all values. */
    private static double percentile(double[] sorted, int percent) {
        int count = (int) Math.ceil(sorted.length * percent / 100.0);
        return sorted[Math.max(0, count - 1)];
    }

    private static Map<String, Object> fields(double[] millis) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("p50_ms", BenchReport.rounded(percentile(millis, MEDIAN)));
        fields.put("p99_ms", BenchReport.rounded(percentile(millis, TAIL)));
        fields.put("max_ms", BenchReport.rounded(percentile(millis, MOST)));
        return fields;
    }

    /** One JSON object on one line, for a program. */
    public static String json(FailoverResult result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mode", "failover");
        fields.put("clients", result.settings().clients());
        fields.put("servers", BenchReport.servers(result.settings()));
        fields.put("seconds", BenchReport.rounded(result.seconds()));
        fields.put("grants", result.grants());
        fields.put("longest_gap_ms", BenchReport.rounded(result.longestGapMillis()));
        if (!result.gaps().isEmpty()) {
            fields.put("faults", result.gaps().size());
            fields.put("no_grant", fields(any(result)));
            fields.put("slowest_client", fields(slowest(result)));
        }
        fields.put("moves", result.moves());
        fields.put("errors", new TreeMap<>(result.errors()));
        return Json.object(fields);
    }
}
