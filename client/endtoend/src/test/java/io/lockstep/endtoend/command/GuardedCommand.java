package io.lockstep.endtoend.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.endtoend.cluster.Uptime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code lockstep run} with a command that resists: it and its children ignore TERM, and one of them has left its
 * parent and its session. Each process writes the time repeatedly while it runs.
 */
final class GuardedCommand implements AutoCloseable {

    private static final String SCRIPT = """
            trap '' TERM
            beat() {
                while :; do
                    read -r up idle </proc/uptime
                    echo "$up" >>"$0"
                    sleep 0.02
                done
            }
            if [ "${1:-}" = away ]; then
                echo "pid $$"
                beat
            fi
            echo "pid $$"
            beat &
            echo "pid $!"
            (setsid sh -c "$2" "$0" away "$2" &)
            wait
            """;

    private static final int PROCESSES = 3;

    private final Path beats;
    private final RunningProcess client;
    private final List<Long> pids = new ArrayList<>();

    private GuardedCommand(Path beats, RunningProcess client) {
        this.beats = beats;
        this.client = client;
    }

    /** Starts the command, and waits until all its processes run. */
    static GuardedCommand start(RealCluster cluster, String name, String... options) throws InterruptedException {
        Path beats = cluster.directory().resolve("beats-" + System.nanoTime());
        List<String> arguments = new ArrayList<>(List.of("-s", cluster.addresses(1), "run", name));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--", "sh", "-c", SCRIPT, beats.toString(), "first", SCRIPT));
        RunningProcess client = RunningProcess.start(
                "run " + name, cluster.directory(), Map.of(), Jars.client(arguments.toArray(String[]::new)));
        GuardedCommand command = new GuardedCommand(beats, client);
        for (int i = 0; i < PROCESSES; i++) {
            String line = client.awaitNext("pid ");
            command.pids.add(Long.parseLong(line.substring(line.indexOf(' ') + 1)));
        }
        return command;
    }

    RunningProcess client() {
        return client;
    }

    List<Long> pids() {
        return pids;
    }

    /** Asserts that no process of the command runs, and that none has run after {@code uptime}. */
    void assertGoneBefore(double uptime) throws IOException {
        assertThat(pids).noneMatch(Uptime::isRunning);
        double last = 0;
        for (String line : Files.readAllLines(beats)) {
            last = Math.max(last, Double.parseDouble(line));
        }
        assertThat(last).isPositive().isLessThanOrEqualTo(uptime);
    }

    @Override
    public void close() {
        client.close();
        pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
}
