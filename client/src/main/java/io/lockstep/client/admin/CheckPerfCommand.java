package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.bench.Bench;
import io.lockstep.client.bench.BenchResult;
import io.lockstep.client.bench.BenchSettings;
import io.lockstep.client.bench.Load;
import io.lockstep.client.bench.MachineLimits;
import io.lockstep.client.bench.PerfVerdict;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.program.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockstep admin check perf}. */
@Command(
        name = "perf",
        description = {
            "Puts a load on the cluster, and says whether it is as fast as this machine allows: PASS, or FAIL and why.",
            "Measures the disk and loopback of this machine, then locks and releases, with 1 client and with 64 at the"
                    + " first server of --server. Run it on a machine of the cluster, against the leader, when nothing"
                    + " else runs. Exit status 1 if it fails."
        })
final class CheckPerfCommand extends ClientCommand {

    private static final int MANY = 64;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "5", description = "Length of each load. Default: 5.")
    private int seconds;

    @Option(names = "--warmup", paramLabel = "N", defaultValue = "2", description = "Seconds of warm-up. Default: 2.")
    private int warmup;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Directory on the disk to measure. Default: the current one.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command.
    private Path directory;

    @Override
    protected int run(Output output) throws InterruptedException {
        if (seconds < 1 || warmup < 0) {
            return output.failure(Failure.usage("--seconds must be at least 1, --warmup at least 0"));
        }
        MachineLimits limits;
        try {
            limits = MachineLimits.measure(directory);
        } catch (IOException e) {
            return output.failure(Failure.usage("this machine cannot be measured: " + e.getMessage()
                    + "; --directory names a directory that may be written"));
        }
        try {
            BenchResult one = load(1);
            if (!one.clean()) {
                return output.failure(new Failure(
                        "UNEXPECTED",
                        "error: the server gave unexpected answers: " + one.errors(),
                        Map.of("answers", one.errors()),
                        ExitCode.NO));
            }
            PerfVerdict verdict = new PerfVerdict(limits, one, load(MANY));
            output.report(String.join("\n", verdict.lines()), verdict.json());
            return verdict.slow().isEmpty() ? ExitCode.OK : ExitCode.NO;
        } catch (IOException e) {
            return output.failure(Failure.unavailable(String.valueOf(e.getMessage())));
        }
    }

    private BenchResult load(int clients) throws IOException {
        return Bench.run(new BenchSettings(
                options().servers(environment()).subList(0, 1),
                Load.closed(clients),
                Duration.ofSeconds(warmup),
                Duration.ofSeconds(seconds),
                BenchSettings.Mode.LOCK,
                BenchSettings.Names.DISTINCT,
                BenchSettings.STATUS_PERCENT,
                options().timeout(),
                options().tls(environment())));
    }
}
