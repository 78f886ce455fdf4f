package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.bench.Bench;
import io.lockstep.client.bench.BenchReport;
import io.lockstep.client.bench.BenchResult;
import io.lockstep.client.bench.BenchSettings;
import io.lockstep.client.bench.Failover;
import io.lockstep.client.bench.FailoverReport;
import io.lockstep.client.bench.FailoverResult;
import io.lockstep.client.bench.FaultGap;
import io.lockstep.client.bench.FaultGaps;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.program.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockstep bench}. */
@Command(
        name = "bench",
        description = {
            "Measures throughput, latency, and fail-over.",
            "Each client is one connection that sends its next request as soon as it has an answer; clients are spread"
                    + " over the servers in turn. Every answer is checked; exit status 1 if one is unexpected.",
            "With --mode failover, each client begins at another server, in the order of --server, and moves when one"
                    + " fails; the result is the longest time from one grant to the next. Kill the leader while it"
                    + " runs. scripts/failover does that, a hundred times."
        })
final class BenchCommand extends ClientCommand {

    @Option(names = "--clients", paramLabel = "N", defaultValue = "64", description = "Clients. Default: 64.")
    private int clients;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10", description = "Time to measure. Default: 10.")
    private int seconds;

    @Option(names = "--warmup", paramLabel = "N", defaultValue = "3", description = "Seconds of warm-up. Default: 3.")
    private int warmup;

    @Option(
            names = "--mode",
            paramLabel = "lock|status|failover",
            defaultValue = "lock",
            description = "Take and release a lock, ask for its status, or fail over as above. Default: lock.")
    private BenchSettings.Mode mode = BenchSettings.Mode.LOCK;

    @Option(
            names = "--names",
            paramLabel = "distinct|one",
            defaultValue = "distinct",
            description = "One lock for each client, or one for all. Default: distinct.")
    private BenchSettings.Names names = BenchSettings.Names.DISTINCT;

    @Option(
            names = "--faults",
            description =
                    "With --mode failover: each line on standard input tells that a fault happens now, and the end"
                            + " of input ends the run. The result has the time without a grant around each fault.")
    private boolean faults;

    @Override
    protected int run(Output output) throws InterruptedException {
        if (clients < 1 || seconds < 1 || warmup < 0) {
            return output.failure(Failure.usage("--clients and --seconds must be at least 1, --warmup at least 0"));
        }
        BenchSettings settings = new BenchSettings(
                options().servers(environment()),
                clients,
                Duration.ofSeconds(warmup),
                Duration.ofSeconds(seconds),
                mode,
                names,
                options().timeout(),
                options().tls(environment()));
        if (mode == BenchSettings.Mode.FAILOVER) {
            FailoverResult result = Failover.run(settings, settings(), gaps());
            output.report(FailoverReport.text(result), FailoverReport.json(result));
            return result.clean() ? ExitCode.OK : ExitCode.NO;
        }
        try {
            BenchResult result = Bench.run(settings);
            output.report(BenchReport.text(result), BenchReport.json(result));
            return result.clean() ? ExitCode.OK : ExitCode.NO;
        } catch (IOException e) {
            return output.failure(Failure.unavailable(String.valueOf(e.getMessage())));
        }
    }

    private FaultGaps gaps() {
        FaultGaps gaps = new FaultGaps(clients, System.nanoTime(), BenchCommand::faultOver);
        if (faults) {
            Thread reader = new Thread(() -> readFaults(gaps), "faults");
            reader.setDaemon(true);
            reader.start();
        }
        return gaps;
    }

    private static void readFaults(FaultGaps gaps) {
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (input.readLine() != null) {
                gaps.fault(System.nanoTime());
            }
        } catch (IOException broken) {
            System.err.println("standard input broke: " + broken.getMessage());
        }
        gaps.end();
    }

    private static void faultOver(int fault, FaultGap gap) {
        System.err.printf(
                "fault %d: no grant for %.0f ms, slowest client %.0f ms%n",
                fault, gap.anyMillis(), gap.slowestMillis());
    }
}
