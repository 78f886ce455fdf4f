package io.lockstep.client.bench.report;

import io.lockstep.client.bench.BenchResult;
import io.lockstep.client.bench.BenchSettings;
import io.lockstep.client.bench.Latency;
import io.lockstep.client.bench.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats results as comma-separated values (RFC 4180): a row for each kind of request of each load. Pure. */
public final class BenchCsv {

    private static final String HEADER = "mode,names,clients,connections,rate,seconds,per_second,request,count,"
            + "p50_ms,p90_ms,p99_ms,p99_9_ms,p99_99_ms,max_ms,refused,unsent,errors";

    private BenchCsv() {}

    /** The header and all rows. No value has a comma or a quote. */
    public static String text(List<BenchResult> results) {
        List<String> lines = new ArrayList<>();
        lines.add(HEADER);
        for (BenchResult result : results) {
            result.latencies().forEach((what, latency) -> lines.add(row(result, what, latency)));
        }
        return String.join("\n", lines);
    }

    private static String row(BenchResult result, String what, Latency latency) {
        BenchSettings settings = result.settings();
        Load load = settings.load();
        long errors =
                result.errors().values().stream().mapToLong(Long::longValue).sum();
        return String.format(
                Locale.ROOT,
                "%s,%s,%d,%d,%d,%.3f,%.3f,%s,%d,%.3f,%.3f,%.3f,%.3f,%.3f,%.3f,%d,%d,%d",
                BenchReport.lower(settings.mode()),
                BenchReport.lower(settings.names()),
                load.clients(),
                load.connections(),
                load.ratePerSecond(),
                result.seconds(),
                result.perSecond(),
                what,
                latency.count(),
                latency.p50Millis(),
                latency.p90Millis(),
                latency.p99Millis(),
                latency.p999Millis(),
                latency.p9999Millis(),
                latency.maxMillis(),
                result.refusals().count(),
                result.unsent(),
                errors);
    }
}
