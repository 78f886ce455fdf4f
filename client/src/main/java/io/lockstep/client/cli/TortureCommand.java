package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Json;
import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.ServerAddress;
import io.lockstep.client.history.record.GuardedResource;
import io.lockstep.client.history.record.RemoteResource;
import io.lockstep.client.history.record.Torture;
import io.lockstep.client.history.record.TortureResult;
import io.lockstep.client.history.record.TortureSettings;
import io.lockstep.common.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockstep torture}. */
@Command(
        name = "torture",
        description = {
            "Has many clients contend for a few locks, with trouble of their own making: they cut connections, move between",
            "servers, send again, cancel, and fall silent. Writes what they did and saw to a file, for judge.",
            "Needs a cluster that was founded with --locks-per-client 2 or more, or 0. Exit status 1 if there were fewer",
            "answers than --floor: such a history says little."
        })
final class TortureCommand extends ServerCommand {

    private static final Duration TTL = Duration.ofSeconds(2);

    @Option(names = "--history", required = true, paramLabel = "FILE", description = "Where to write the history.")
    private Path history = Path.of("");

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Options.DurationConverter.class,
            description = "How long. Default: ${DEFAULT-VALUE}.")
    private Duration duration = Duration.ZERO;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "16", description = "Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(names = "--locks", paramLabel = "N", defaultValue = "8", description = "Default: ${DEFAULT-VALUE}.")
    private int locks;

    @Option(
            names = "--pause",
            paramLabel = "TIME",
            defaultValue = "2ms",
            converter = Options.DurationConverter.class,
            description = "Between two steps of a client, on average. Default: ${DEFAULT-VALUE}.")
    private Duration pause = Duration.ZERO;

    @Option(names = "--seed", paramLabel = "N", description = "Of every choice the clients make. Default: another one.")
    private @Nullable Long seed;

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            description = "With which the locks' names begin; for recordings that run together. Default: a new one.")
    private @Nullable String prefix;

    @Option(
            names = "--resource",
            paramLabel = "HOST:PORT",
            description = "Where to write under the locks. Default: in this process.")
    private @Nullable String resource;

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = Options.DurationConverter.class,
            description = "Within which the cluster must say in the end who holds what. Default: ${DEFAULT-VALUE}.")
    private Duration settle = Duration.ZERO;

    @Option(
            names = "--floor",
            paramLabel = "N",
            defaultValue = "50",
            description = "Definite answers a second that there must be. Default: ${DEFAULT-VALUE}.")
    private int floor;

    @Override
    int run(Output output) throws InterruptedException {
        if (clients < 1 || locks < 1) {
            return output.failure(Failure.usage("--clients and --locks are at least 1"));
        }
        long chosen = seed != null ? seed : ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        String name = prefix != null
                ? prefix
                : "torture-" + Integer.toHexString(ThreadLocalRandom.current().nextInt());
        // Shorter than for other commands: what a client leaves behind when it falls silent blocks the others.
        Duration given = options().ttlGiven;
        TortureSettings settings = new TortureSettings(
                options().servers(environment()),
                duration,
                clients,
                locks,
                name,
                chosen,
                given != null ? given : TTL,
                pause,
                settle,
                history);
        try {
            return say(output, settings, record(settings));
        } catch (IOException e) {
            return output.failure(Failure.unavailable(String.valueOf(e.getMessage())));
        }
    }

    private TortureResult record(TortureSettings settings) throws IOException, InterruptedException {
        if (resource == null) {
            return Torture.run(settings, new GuardedResource());
        }
        try (RemoteResource remote = new RemoteResource(ServerAddress.parse(resource))) {
            return Torture.run(settings, remote);
        }
    }

    private int say(Output output, TortureSettings settings, TortureResult result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seed", settings.seed());
        fields.put("seconds", Math.round(result.seconds()));
        fields.put("definite_per_second", Math.round(result.definitePerSecond()));
        fields.put("grants", result.grants());
        fields.put("operations", result.counts());
        fields.put("events", result.events());
        output.data(
                String.format(
                        "recorded: seed %d, %.0f s, %.0f definite answers/s, %d grants%n  %s%n  %s",
                        settings.seed(),
                        result.seconds(),
                        result.definitePerSecond(),
                        result.grants(),
                        result.counts(),
                        result.events()),
                Json.object(fields));
        return result.definitePerSecond() < floor ? ExitCode.NO : ExitCode.OK;
    }
}
