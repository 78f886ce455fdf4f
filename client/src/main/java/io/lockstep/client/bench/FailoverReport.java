package io.lockstep.client.bench;

import io.lockstep.program.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Formats the result of {@link Failover} as a block of text, or as one JSON object. Pure. */
public final class FailoverReport {

    private FailoverReport() {}

    /** Several lines for a person. */
    public static String text(FailoverResult result) {
        int clients = result.settings().clients();
        return String.format(
                Locale.ROOT,
                "fail-over, %d client%s, for %.1f s%n"
                        + "  %-18s %,d%n"
                        + "  %-18s %,.0f ms at most%n"
                        + "  %-18s %,d%n"
                        + "  %-18s %s",
                clients,
                clients == 1 ? "" : "s",
                result.seconds(),
                "grants",
                result.grants(),
                "without a grant",
                result.longestGapMillis(),
                "moved to a server",
                result.moves(),
                "errors",
                BenchReport.errors(result.errors()));
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
        fields.put("moves", result.moves());
        fields.put("errors", new TreeMap<>(result.errors()));
        return Json.object(fields);
    }
}
