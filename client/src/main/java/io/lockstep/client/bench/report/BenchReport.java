package io.lockstep.client.bench.report;

import io.lockstep.client.bench.BenchResult;
import io.lockstep.client.bench.BenchSettings;
import io.lockstep.client.bench.Latency;
import io.lockstep.client.bench.Load;
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
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT, "%s, on %s, for %.1f s%n", title(result), servers(result.settings()), result.seconds()));
        text.append(String.format(
                Locale.ROOT, "  %-10s %,.0f /s%n", result.settings().mode().unit(), result.perSecond()));
        result.latencies().forEach((what, latency) -> text.append(latency(what, latency)));
        if (result.latencies().containsKey("lock")) {
            text.append(String.format(
                    Locale.ROOT, "  %-10s %,d%n", "refused", result.refusals().count()));
        }
        if (result.settings().load().isOpen()) {
            text.append(String.format(Locale.ROOT, "  %-10s %,d%n", "unsent", result.unsent()));
        }
        text.append(String.format("  %-10s %s", "errors", errors(result.errors())));
        return text.toString();
    }

    /** What was run: mode, clients, connections, rate and names. */
    static String title(BenchResult result) {
        BenchSettings settings = result.settings();
        Load load = settings.load();
        StringBuilder title = new StringBuilder(settings.mode().title());
        title.append(String.format(Locale.ROOT, ", %d client%s", load.clients(), load.clients() == 1 ? "" : "s"));
        if (load.sharesConnections()) {
            title.append(String.format(
                    Locale.ROOT, " over %d connection%s", load.connections(), load.connections() == 1 ? "" : "s"));
        }
        if (load.isOpen()) {
            title.append(String.format(Locale.ROOT, ", %,d due a second", load.ratePerSecond()));
        }
        title.append(settings.names() == BenchSettings.Names.ONE ? ", one name" : ", distinct names");
        return title.toString();
    }

    /** One JSON object on one line, for a program. */
    public static String json(BenchResult result) {
        BenchSettings settings = result.settings();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mode", lower(settings.mode()));
        fields.put("clients", settings.clients());
        fields.put("connections", settings.load().connections());
        fields.put("names", lower(settings.names()));
        if (settings.load().isOpen()) {
            fields.put("rate", settings.load().ratePerSecond());
            fields.put("unsent", result.unsent());
        }
        if (settings.mode() == BenchSettings.Mode.MIXED) {
            fields.put("status_percent", settings.statusPercent());
        }
        fields.put("servers", servers(settings));
        fields.put("seconds", rounded(result.seconds()));
        fields.put("per_second", rounded(result.perSecond()));
        result.latencies().forEach((what, latency) -> fields.put(what.replace('-', '_'), fields(latency)));
        if (result.latencies().containsKey("lock")) {
            fields.put("refused", result.refusals().count());
        }
        fields.put("errors", new TreeMap<>(result.errors()));
        return Json.object(fields);
    }

    private static String latency(String what, Latency latency) {
        return String.format(
                Locale.ROOT,
                "  %-10s p50 %.3f   p90 %.3f   p99 %.3f   p99.9 %.3f   p99.99 %.3f   max %.3f ms   (%,d)%n",
                what,
                latency.p50Millis(),
                latency.p90Millis(),
                latency.p99Millis(),
                latency.p999Millis(),
                latency.p9999Millis(),
                latency.maxMillis(),
                latency.count());
    }

    private static Map<String, Object> fields(Latency latency) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("count", latency.count());
        fields.put("p50_ms", rounded(latency.p50Millis()));
        fields.put("p90_ms", rounded(latency.p90Millis()));
        fields.put("p99_ms", rounded(latency.p99Millis()));
        fields.put("p99_9_ms", rounded(latency.p999Millis()));
        fields.put("p99_99_ms", rounded(latency.p9999Millis()));
        fields.put("max_ms", rounded(latency.maxMillis()));
        return fields;
    }

    /** A constant as the command line has it. */
    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The servers as {@code --server} has them. */
    public static String servers(BenchSettings settings) {
        return settings.servers().stream().map(HostPort::toString).collect(Collectors.joining(","));
    }

    /** How many errors there are of each code; {@code none} if there are none. */
    public static String errors(Map<String, Long> errors) {
        return errors.isEmpty()
                ? "none"
                : new TreeMap<>(errors)
                        .entrySet().stream()
                                .map(error -> error.getKey() + " " + error.getValue())
                                .collect(Collectors.joining(", "));
    }

    /** The value with three digits behind the point. */
    public static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
