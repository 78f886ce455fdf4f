package io.lockstep.client.bench;

import io.lockstep.client.bench.BenchSettings.Mode;
import io.lockstep.common.net.HostPort;
import io.lockstep.program.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Formats a result as a block of text, or as one JSON object. Pure. */
public final class BenchReport {

    private BenchReport() {}

    /** Several lines for a person. */
    public static String text(BenchResult result) {
        BenchSettings settings = result.settings();
        boolean locking = settings.mode() == Mode.LOCK;
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s, %d client%s, %s, on %s, for %.1f s%n",
                locking ? "lock + release" : "status",
                settings.clients(),
                settings.clients() == 1 ? "" : "s",
                settings.names() == BenchSettings.Names.ONE ? "one name" : "distinct names",
                servers(settings),
                result.seconds()));
        text.append(
                String.format(Locale.ROOT, "  %-10s %,.0f /s%n", locking ? "cycles" : "answers", result.perSecond()));
        if (locking) {
            text.append(latency("lock", result.locks())).append(latency("release", result.releases()));
            text.append(String.format(Locale.ROOT, "  %-10s %,d%n", "refused", result.refusals()));
        } else {
            text.append(latency("status", result.statuses()));
        }
        text.append(String.format("  %-10s %s", "errors", errors(result.errors())));
        return text.toString();
    }

    /** One JSON object on one line, for a program. */
    public static String json(BenchResult result) {
        BenchSettings settings = result.settings();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mode", settings.mode().name().toLowerCase(Locale.ROOT));
        fields.put("clients", settings.clients());
        fields.put("names", settings.names().name().toLowerCase(Locale.ROOT));
        fields.put("servers", servers(settings));
        fields.put("seconds", rounded(result.seconds()));
        fields.put("per_second", rounded(result.perSecond()));
        if (settings.mode() == Mode.LOCK) {
            fields.put("lock", fields(result.locks()));
            fields.put("release", fields(result.releases()));
            fields.put("refused", result.refusals());
        } else {
            fields.put("status", fields(result.statuses()));
        }
        fields.put("errors", new TreeMap<>(result.errors()));
        return Json.object(fields);
    }

    private static String latency(String what, Latency latency) {
        return String.format(
                Locale.ROOT,
                "  %-10s p50 %.3f ms   p99 %.3f ms   max %.3f ms   (%,d)%n",
                what,
                latency.p50Millis(),
                latency.p99Millis(),
                latency.maxMillis(),
                latency.count());
    }

    private static Map<String, Object> fields(Latency latency) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("count", latency.count());
        fields.put("p50_ms", rounded(latency.p50Millis()));
        fields.put("p99_ms", rounded(latency.p99Millis()));
        fields.put("max_ms", rounded(latency.maxMillis()));
        return fields;
    }

    static String servers(BenchSettings settings) {
        return settings.servers().stream().map(HostPort::toString).collect(Collectors.joining(","));
    }

    static String errors(Map<String, Long> errors) {
        return errors.isEmpty()
                ? "none"
                : new TreeMap<>(errors)
                        .entrySet().stream()
                                .map(error -> error.getKey() + " " + error.getValue())
                                .collect(Collectors.joining(", "));
    }

    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
