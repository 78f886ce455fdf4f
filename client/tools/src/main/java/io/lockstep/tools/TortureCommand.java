package io.lockstep.tools;

import io.lockstep.common.net.HostPort;
import io.lockstep.program.DurationConverter;
import io.lockstep.program.ExitCode;
import io.lockstep.tools.record.GuardedResource;
import io.lockstep.tools.record.RemoteResource;
import io.lockstep.tools.record.Torture;
import io.lockstep.tools.record.TortureResult;
import io.lockstep.tools.record.TortureSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code tools torture}. */
@Command(
        name = "torture",
        description = {
            "Records a history of clients that contend for a few locks and cause trouble.",
            "The clients cut connections, move between servers, retry, cancel, and fall silent. Needs a cluster founded"
                    + " with --locks-per-client 2 or more, or 0. Exit status 1 if there are fewer answers than"
                    + " --floor: such a history proves little."
        })
final class TortureCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable ToolsMain tools;

    @Option(names = "--history", required = true, paramLabel = "FILE", description = "File for the history.")
    private Path history = Path.of("");

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "Time to run. Default: ${DEFAULT-VALUE}.")
    private Duration duration = Duration.ZERO;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "16", description = "Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(names = "--locks", paramLabel = "N", defaultValue = "8", description = "Default: ${DEFAULT-VALUE}.")
    private int locks;

    @Option(
            names = "--pause",
            paramLabel = "TIME",
            defaultValue = "2ms",
            converter = DurationConverter.class,
            description = "Average pause of a client between two steps. Default: ${DEFAULT-VALUE}.")
    private Duration pause = Duration.ZERO;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all choices of the clients. Default: random.")
    private @Nullable Long seed;

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            description = "Prefix of the locks' names, shared by recordings that run together. Default: a new one.")
    private @Nullable String prefix;

    @Option(
            names = "--resource",
            paramLabel = "HOST:PORT",
            description = "Resource to write to under the locks. Default: one in this process.")
    private @Nullable String resource;

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "Lease of a session; a silent client blocks others that long. Default: ${DEFAULT-VALUE}.")
    private Duration ttl = Duration.ZERO;

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "Time limit for the last status of each lock. Default: ${DEFAULT-VALUE}.")
    private Duration settle = Duration.ZERO;

    @Option(
            names = "--floor",
            paramLabel = "N",
            defaultValue = "50",
            description = "Required number of definite answers per second. Default: ${DEFAULT-VALUE}.")
    private int floor;

    @Override
    public Integer call() throws InterruptedException {
        Report report = Objects.requireNonNull(tools).report();
        if (clients < 1 || locks < 1) {
            return report.failure("--clients and --locks must be at least 1", ExitCode.USAGE);
        }
        long chosen = seed != null ? seed : ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        String name = prefix != null
                ? prefix
                : "torture-" + Integer.toHexString(ThreadLocalRandom.current().nextInt());
        TortureSettings settings = new TortureSettings(
                Objects.requireNonNull(tools).servers(),
                duration,
                clients,
                locks,
                name,
                chosen,
                ttl,
                pause,
                settle,
                history);
        try {
            return say(report, settings, record(settings));
        } catch (IOException e) {
            return report.failure(String.valueOf(e.getMessage()), ExitCode.UNAVAILABLE);
        }
    }

    private TortureResult record(TortureSettings settings) throws IOException, InterruptedException {
        if (resource == null) {
            return Torture.run(settings, new GuardedResource());
        }
        try (RemoteResource remote = new RemoteResource(HostPort.parseServer(resource))) {
            return Torture.run(settings, remote);
        }
    }

    private int say(Report report, TortureSettings settings, TortureResult result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seed", settings.seed());
        fields.put("seconds", Math.round(result.seconds()));
        fields.put("definite_per_second", Math.round(result.definitePerSecond()));
        fields.put("grants", result.grants());
        fields.put("operations", result.counts());
        fields.put("events", result.events());
        report.found(
                String.format(
                        "recorded: seed %d, %.0f s, %.0f definite answers/s, %d grants%n  %s%n  %s",
                        settings.seed(),
                        result.seconds(),
                        result.definitePerSecond(),
                        result.grants(),
                        result.counts(),
                        result.events()),
                fields);
        return result.definitePerSecond() < floor ? ExitCode.NO : ExitCode.OK;
    }
}
