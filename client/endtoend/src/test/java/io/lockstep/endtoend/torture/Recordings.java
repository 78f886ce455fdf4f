package io.lockstep.endtoend.torture;

import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.endtoend.recorder.LibraryRecorder;
import io.lockstep.tools.record.ResourceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The processes with clients, each of which records a history. Used by one thread. */
final class Recordings implements AutoCloseable {

    private static final Pattern FIGURES = Pattern.compile("\"definite_per_second\":([0-9]+),\"grants\":([0-9]+)");

    private final FaultSettings settings;
    private final long seed;
    private final Path directory;
    private final String servers;
    private final String resource;
    private final List<RunningProcess> processes = new ArrayList<>();
    private final List<Path> histories = new ArrayList<>();
    private long definitePerSecond;
    private long grants;

    /** Starts two processes of clients with raw sockets and, if wanted, one of clients of the library. */
    Recordings(FaultSettings settings, long seed, Path directory, Machines machines, ResourceServer resource) {
        this.settings = settings;
        this.seed = seed;
        this.directory = directory;
        this.servers = machines.addresses();
        this.resource = "127.0.0.1:" + resource.port();
        start(
                "wire",
                Jars.tools("torture"),
                "--output=json",
                "--floor=0",
                "--ttl=" + FaultSettings.TTL_MILLIS + "ms",
                "--duration=" + settings.seconds() + "s",
                "--settle=60s");
        start(
                "paused",
                Jars.tools("torture"),
                "--output=json",
                "--floor=0",
                "--ttl=" + FaultSettings.TTL_MILLIS + "ms",
                "--duration=" + settings.seconds() + "s",
                "--settle=60s");
        if (settings.library()) {
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LibraryRecorder.class.getName());
            start("library", command, "--ttl=" + FaultSettings.TTL_MILLIS, "--seconds=" + settings.seconds());
        }
    }

    private void start(String name, List<String> program, String... more) {
        Path history = directory.resolve("history-" + name);
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(
                "--server=" + servers,
                "--history=" + history,
                "--clients=" + settings.clients(),
                "--locks=" + Math.max(2, settings.clients()),
                "--prefix=lock",
                "--resource=" + resource,
                "--seed=" + (seed + processes.size())));
        command.addAll(List.of(more));
        histories.add(history);
        processes.add(RunningProcess.start("recorder " + name, directory, Map.of(), command));
    }

    /** A process of clients that may be paused for longer than their lease. */
    RunningProcess pausable() {
        return processes.get(1);
    }

    /** Waits until all have recorded their last look at the locks. */
    void await() throws IOException, InterruptedException {
        for (int i = 0; i < processes.size(); i++) {
            RunningProcess process = processes.get(i);
            int status = process.awaitExit();
            Files.writeString(Path.of(histories.get(i) + ".log"), process.text());
            if (status != 0) {
                throw new AssertionError("a recorder failed:\n" + process.text());
            }
            Matcher figures = FIGURES.matcher(process.text());
            if (!figures.find()) {
                throw new AssertionError("no figures:\n" + process.text());
            }
            definitePerSecond += Long.parseLong(figures.group(1));
            grants += Long.parseLong(figures.group(2));
        }
    }

    List<Path> histories() {
        return List.copyOf(histories);
    }

    long definitePerSecond() {
        return definitePerSecond;
    }

    long grants() {
        return grants;
    }

    @Override
    public void close() {
        processes.forEach(RunningProcess::close);
    }
}
