package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.bench.Bench;
import io.lockstep.client.bench.BenchListener;
import io.lockstep.client.bench.BenchPlan;
import io.lockstep.client.bench.BenchResult;
import io.lockstep.client.bench.BenchSettings;
import io.lockstep.client.bench.Load;
import io.lockstep.client.bench.failover.Failover;
import io.lockstep.client.bench.failover.FailoverReport;
import io.lockstep.client.bench.failover.FailoverResult;
import io.lockstep.client.bench.failover.FaultGaps;
import io.lockstep.client.bench.failover.ToldFaults;
import io.lockstep.client.bench.report.BenchCsv;
import io.lockstep.client.bench.report.BenchProgress;
import io.lockstep.client.bench.report.BenchReport;
import io.lockstep.client.bench.report.BenchTable;
import io.lockstep.client.bench.report.LatencyPlot;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.connection.Call;
import io.lockstep.client.process.NativePath;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockstep bench}. */
@Command(
        name = "bench",
        description = {
            "Measures throughput, latency, and fail-over.",
            "Each client is one connection with one request at a time; clients are spread over the servers in turn."
                    + " They send the next request as soon as they have an answer (closed loop) or, with --rate, at"
                    + " fixed times, and latency counts from when a request was due. Every answer is checked; exit"
                    + " status 1 if one is unexpected.",
            "With several numbers for --clients or --rate it runs one load after another and prints a table.",
            "With --mode failover, each client begins at another server, in the order of --server, and moves when one"
                    + " fails; the result is the longest time from one grant to the next. Kill the leader while it"
                    + " runs. scripts/failover does that, a hundred times."
        })
final class BenchCommand extends ClientCommand {

    @Option(
            names = "--clients",
            paramLabel = "N[,...]",
            split = ",",
            defaultValue = "64",
            description = "Clients. Default: 64.")
    private List<Integer> clients = List.of();

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Connections that the clients share. Default: one each. Clients that take locks can share one"
                    + " only if the cluster allows a client several locks.")
    private int connections;

    @Option(
            names = "--rate",
            paramLabel = "N[,...]",
            split = ",",
            description = "Requests due in a second, by all clients together. Default: each client sends its next one"
                    + " as soon as it has an answer.")
    private List<Integer> rates = List.of();

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10", description = "Time to measure. Default: 10.")
    private int seconds;

    @Option(names = "--warmup", paramLabel = "N", defaultValue = "3", description = "Seconds of warm-up. Default: 3.")
    private int warmup;

    @Option(
            names = "--mode",
            paramLabel = "lock|hot|shared|handover|status|mixed|failover",
            defaultValue = "lock",
            description = "Take and release a lock of its own; one lock that all try to take; one that all share; one"
                    + " for which all wait in line; ask for the status of a lock; ask, and sometimes take one; or fail"
                    + " over as above. Default: lock.")
    private BenchSettings.Mode mode = BenchSettings.Mode.LOCK;

    @Option(
            names = "--names",
            paramLabel = "distinct|one",
            description = "One lock for each client, or one for all. Default: distinct; one for hot, shared and"
                    + " handover.")
    private BenchSettings.@Nullable Names names;

    @Option(
            names = "--status-percent",
            paramLabel = "N",
            description = "With --mode mixed: how many of a hundred requests ask for a status. Default: 90.")
    private int statusPercent;

    @Option(names = "--csv", description = "Print comma-separated values, a row for each kind of request.")
    private boolean csv;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw latency over load into this file.")
    private @Nullable String svg;

    @Option(names = "--progress", description = "Report each second on stderr, also if that is no terminal.")
    private boolean progress;

    @Option(
            names = "--faults",
            description =
                    "With --mode failover: each line on standard input tells that a fault happens now, and the end"
                            + " of input ends the run. The result has the time without a grant around each fault.")
    private boolean faults;

    @Override
    protected int run(Output output) throws InterruptedException {
        BenchPlan plan = new BenchPlan(mode, names, clients, rates, connections, statusPercent);
        String flaw = flaw(plan, output);
        if (!flaw.isEmpty()) {
            return output.failure(Failure.usage(flaw));
        }
        if (mode == BenchSettings.Mode.FAILOVER) {
            FaultGaps gaps = ToldFaults.gaps(clients.get(0), faults);
            FailoverResult result = Failover.run(settings(plan, plan.loads().get(0)), settings(), gaps);
            output.report(FailoverReport.text(result), FailoverReport.json(result));
            return result.clean() ? ExitCode.OK : ExitCode.NO;
        }
        if (plan.needsSeveralLocks() && locksPerClient(output) == 1) {
            return output.failure(Failure.usage("a connection is one client, and this cluster allows a client one lock;"
                    + " leave out --connections, or found a cluster with --locks-per-client 0"));
        }
        try {
            return run(plan, output);
        } catch (IOException e) {
            return output.failure(Failure.unavailable(String.valueOf(e.getMessage())));
        }
    }

    private String flaw(BenchPlan plan, Output output) {
        if (seconds < 1 || warmup < 0) {
            return "--seconds must be at least 1, --warmup at least 0";
        }
        if (csv && output.format() == Output.Format.JSON) {
            return "--csv and --output json are two forms of one output; leave out one of them";
        }
        if (mode == BenchSettings.Mode.FAILOVER && (csv || svg != null)) {
            return "--mode failover has neither --csv nor --svg";
        }
        return plan.flaw();
    }

    /** The bound that the cluster sets; 0 for none, or if no server tells. */
    private long locksPerClient(Output output) throws InterruptedException {
        try (ClientSession session = session(settings(), output)) {
            return session.call(Call.of(Verb.INFO))
                    .success()
                    .flatMap(reply -> reply.rows().stream()
                            .filter(row -> row.option("locks_per_client") != null)
                            .findFirst())
                    .map(row -> row.number("locks_per_client", 0))
                    .orElse(0L);
        }
    }

    private int run(BenchPlan plan, Output output) throws IOException {
        boolean terminal = environment().interactive();
        BenchProgress shown = new BenchProgress(environment().err(), terminal && !progress);
        List<BenchResult> results = new ArrayList<>();
        for (Load load : plan.loads()) {
            boolean wanted = progress || (terminal && !output.quiet());
            results.add(Bench.run(settings(plan, load), wanted ? shown : BenchListener.NONE));
            shown.end();
        }
        String file = svg;
        if (file != null) {
            Files.writeString(NativePath.of(file), LatencyPlot.svg(results));
        }
        print(results, output);
        return results.stream().allMatch(BenchResult::clean) ? ExitCode.OK : ExitCode.NO;
    }

    private void print(List<BenchResult> results, Output output) {
        if (csv) {
            BenchCsv.text(results).lines().forEach(output::line);
        } else if (output.format() == Output.Format.JSON) {
            results.forEach(result -> output.line(BenchReport.json(result)));
        } else if (results.size() == 1) {
            BenchReport.text(results.get(0)).lines().forEach(output::line);
        } else {
            BenchTable.text(results).lines().forEach(output::line);
        }
    }

    private BenchSettings settings(BenchPlan plan, Load load) {
        return new BenchSettings(
                options().servers(environment()),
                load,
                Duration.ofSeconds(warmup),
                Duration.ofSeconds(seconds),
                mode,
                plan.names(),
                statusPercent == 0 ? BenchSettings.STATUS_PERCENT : statusPercent,
                options().timeout(),
                options().tls(environment()));
    }
}
