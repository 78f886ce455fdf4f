package io.lockstep.client.bench;

import io.lockstep.program.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a cluster is as fast as its machine allows. Pure.
 *
 * @param limits of the machine
 * @param one the load of one client
 * @param many the load of many clients
 */
public record PerfVerdict(MachineLimits limits, BenchResult one, BenchResult many) {

    /** A lock of a lone client takes about twice what the machine needs at least; from here on something is wrong. */
    private static final double MEDIAN_LIMITS_MAX = 4;

    /** The slowest hundredth, compared with the median of the machine. */
    private static final double TAIL_LIMITS_MAX = 20;

    /** Many clients share writes to disk, so together they are faster than one. */
    private static final double SPEED_UP_MIN = 4;

    /** What is slow, one clause each; empty if the verdict is PASS. */
    public List<String> slow() {
        List<String> slow = new ArrayList<>();
        double limit = limits.lockMillis();
        if (!one.clean() || !many.clean()) {
            slow.add("there were unexpected answers: " + one.errors() + " " + many.errors());
        }
        if (one.locks().p50Millis() > MEDIAN_LIMITS_MAX * limit) {
            slow.add(text(
                    "the median lock of one client takes %.1f times the machine's limit, more than %.0f",
                    one.locks().p50Millis() / limit, MEDIAN_LIMITS_MAX));
        }
        if (one.locks().p99Millis() > TAIL_LIMITS_MAX * limit) {
            slow.add(text(
                    "one lock in a hundred takes over %.1f times the machine's limit, more than %.0f",
                    one.locks().p99Millis() / limit, TAIL_LIMITS_MAX));
        }
        if (many.perSecond() < SPEED_UP_MIN * one.perSecond()) {
            slow.add(text(
                    "%d clients do %.1f times the work of one, less than %.0f times",
                    many.settings().clients(), many.perSecond() / one.perSecond(), SPEED_UP_MIN));
        }
        return slow;
    }

    /** The figures and the verdict, for a person. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "this machine: fsync of 64 bytes %.3f ms, round trip over loopback %.3f ms (medians)",
                limits.fsync().p50Millis(), limits.roundTrip().p50Millis()));
        lines.add(text("its limit for one lock: %.3f ms", limits.lockMillis()));
        lines.add(load(one));
        lines.add(load(many));
        List<String> slow = slow();
        slow.forEach(what -> lines.add("slow: " + what));
        lines.add(slow.isEmpty() ? "PASS" : "FAIL: see that nothing else uses the machine, and how fast its disk is");
        return lines;
    }

    private static String load(BenchResult load) {
        return text(
                "%d client%s: %.0f locks a second, p50 %.2f ms, p99 %.2f ms",
                load.settings().clients(),
                load.settings().clients() == 1 ? "" : "s",
                load.perSecond(),
                load.locks().p50Millis(),
                load.locks().p99Millis());
    }

    /** The same as one JSON object; times are milliseconds. */
    public String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("result", slow().isEmpty() ? "PASS" : "FAIL");
        fields.put("slow", slow());
        fields.put("fsync_p50_ms", limits.fsync().p50Millis());
        fields.put("round_trip_p50_ms", limits.roundTrip().p50Millis());
        fields.put("limit_ms", limits.lockMillis());
        for (BenchResult load : List.of(one, many)) {
            String clients = "clients_" + load.settings().clients();
            fields.put(clients + "_per_second", Math.round(load.perSecond()));
            fields.put(clients + "_p50_ms", load.locks().p50Millis());
            fields.put(clients + "_p99_ms", load.locks().p99Millis());
        }
        return Json.object(fields);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
