package io.lockstep.comparison;

import io.lockstep.client.bench.Bench;
import io.lockstep.client.bench.BenchResult;
import io.lockstep.client.bench.BenchSettings;
import io.lockstep.client.bench.BenchSettings.Mode;
import io.lockstep.client.bench.BenchSettings.Names;
import io.lockstep.client.bench.Latency;
import io.lockstep.common.net.HostPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Lockstep: a leader and two followers, started as {@code scripts/cluster start} does. */
final class LockstepCluster implements Contender {

    private static final int SERVERS = 3;

    private final Path scripts;
    private final int port;
    private final Path run;

    /**
     * A cluster that does not run yet.
     *
     * @param run the directory that the scripts use, as LOCKSTEP_RUN says
     */
    LockstepCluster(Path scripts, int port, Path run) {
        this.scripts = scripts;
        this.port = port;
        this.run = run;
    }

    @Override
    public String name() {
        return "Lockstep";
    }

    @Override
    public double start() throws IOException, InterruptedException {
        long begunNanos = System.nanoTime();
        cluster("start");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            lines.readLine();
            socket.getOutputStream().write("LOCK first\n".getBytes(StandardCharsets.US_ASCII));
            String answer = lines.readLine();
            if (!answer.startsWith("OK LOCK ")) {
                throw new IOException("the first lock: " + answer);
            }
        }
        return (System.nanoTime() - begunNanos) / 1e6;
    }

    private void cluster(String verb) throws IOException, InterruptedException {
        int status = new ProcessBuilder(scripts.resolve("cluster").toString(), verb)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("scripts/cluster " + verb + " has exit status " + status);
        }
    }

    @Override
    public Optional<Figure> run(Task task) throws IOException {
        Mode mode = switch (task.work()) {
            case LOCK -> Mode.LOCK;
            case HAND_OVER -> Mode.HANDOVER;
            case STATUS -> Mode.STATUS;
        };
        // The founder of a new cluster leads it.
        List<HostPort> servers = task.place().ports(port, port, SERVERS).stream()
                .map(each -> new HostPort("127.0.0.1", each))
                .toList();
        BenchResult result = Bench.run(new BenchSettings(
                servers,
                task.clients(),
                task.warmup(),
                task.measured(),
                mode,
                mode == Mode.HANDOVER ? Names.ONE : Names.DISTINCT,
                Duration.ofSeconds(5)));
        if (!result.clean()) {
            throw new IOException("unexpected answers: " + result.errors());
        }
        Latency latency = result.main();
        return Optional.of(new Figure(result.perSecond(), latency.p50Millis(), latency.p99Millis()));
    }

    @Override
    public long memoryBytes() throws IOException {
        long largest = 0;
        try (DirectoryStream<Path> servers = Files.newDirectoryStream(run, "{leader,follower-*}")) {
            for (Path server : servers) {
                long process =
                        Long.parseLong(Files.readString(server.resolve("pid")).strip());
                largest = Math.max(largest, Servers.residentBytes(process));
            }
        }
        return largest;
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        cluster("stop");
    }
}
