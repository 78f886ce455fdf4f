package io.lockstep.endtoend.cluster;

import io.lockstep.common.protocol.ServerLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Servers as processes of their own, on free ports, with their data in a directory that is deleted at the end. Servers
 * have their numbers in the cluster: 1 founds it, the others join in order.
 */
public final class RealCluster implements AutoCloseable {

    private static final long POLL_MILLIS = 20;

    private final Path directory;
    private final UnaryOperator<List<String>> wrapper;
    private final List<Server> servers = new ArrayList<>();

    private static final class Server {
        final int port = FreePorts.one();
        final int peerPort = FreePorts.one();
        final Path data;
        RunningProcess process;

        Server(Path data) {
            this.data = data;
        }
    }

    private RealCluster(UnaryOperator<List<String>> wrapper) {
        this.wrapper = wrapper;
        try {
            directory = Files.createTempDirectory("lockstep-endtoend-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a cluster and waits until its servers run and vote. The flags are for the founder. */
    public static RealCluster start(int count, String... founderFlags) throws InterruptedException {
        return start(count, UnaryOperator.identity(), founderFlags);
    }

    /** The same; {@code wrapper} changes each server's command line. */
    public static RealCluster start(int count, UnaryOperator<List<String>> wrapper, String... founderFlags)
            throws InterruptedException {
        RealCluster cluster = new RealCluster(wrapper);
        try {
            for (int number = 1; number <= count; number++) {
                // Each server joins through the one before it, so they get their numbers in order. A follower gives up
                // after ten seconds, and on a busy machine its contact may take longer to start.
                cluster.add(number == 1 ? founderFlags : new String[0]);
                cluster.awaitReady(number);
            }
            cluster.awaitVoters((count - 1) / 2 * 2 + 1);
            return cluster;
        } catch (InterruptedException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts one more server, which joins the cluster. Does not wait. */
    public RunningProcess add(String... flags) {
        int number = servers.size() + 1;
        servers.add(new Server(directory.resolve("server-" + number)));
        return launch(number, flags);
    }

    /** Starts the process of a server on its present data. Does not wait. */
    public RunningProcess launch(int number, String... flags) {
        Server server = server(number);
        List<String> arguments = new ArrayList<>(List.of(
                "--port", Integer.toString(server.port),
                "--peer-port", Integer.toString(server.peerPort),
                "--data", server.data.toString()));
        if (number > 1) {
            arguments.addAll(List.of("--leader", "127.0.0.1:" + server(number - 1).port));
        }
        arguments.addAll(List.of(flags));
        String[] all = arguments.toArray(String[]::new);
        List<String> command = wrapper.apply(number == 1 ? Jars.leader(all) : Jars.follower(all));
        server.process = RunningProcess.start("server " + number, directory, Map.of(), command);
        return server.process;
    }

    /** Starts a killed server again and waits until it serves clients. */
    public void restart(int number) throws InterruptedException {
        launch(number);
        awaitReady(number);
    }

    public void awaitReady(int number) throws InterruptedException {
        process(number).await("READY", line -> line.startsWith("READY server=" + number + " "));
    }

    /** Kills a server with SIGKILL. */
    public void kill(int number) throws InterruptedException {
        process(number).kill();
    }

    public void killAll() throws InterruptedException {
        // All signals first, so that no server sees another one end.
        for (Server server : servers) {
            server.process.killSoon();
        }
        for (Server server : servers) {
            server.process.kill();
        }
    }

    /** Waits until every running server has a leader, knows the given number of voters, and answers reads. */
    public void awaitVoters(int voters) throws InterruptedException {
        for (int number = 1; number <= servers.size(); number++) {
            if (process(number).isAlive()) {
                awaitReady(number);
                int server = number;
                await("server " + number + " sees " + voters + " voters", () -> knows(server, voters));
            }
        }
    }

    private boolean knows(int number, int voters) throws IOException {
        try (LineClient client = connect(number)) {
            LineClient.Answer nodes = client.ask("NODES");
            return leaderIn(nodes.rows()) > 0
                    && nodes.option("voters").equals(Integer.toString(voters))
                    && client.ask("STATUS any").ok();
        }
    }

    /** Waits until a running server names a leader other than {@code except}; returns its number. */
    public int awaitLeader(int except) throws InterruptedException {
        int[] found = new int[1];
        await("a leader", () -> {
            for (int number = 1; number <= servers.size() && found[0] == 0; number++) {
                if (process(number).isAlive()) {
                    try (LineClient client = connect(number)) {
                        int leader = leaderIn(client.ask("NODES").rows());
                        found[0] = leader == except ? 0 : leader;
                    }
                }
            }
            return found[0] > 0;
        });
        return found[0];
    }

    private static int leaderIn(List<ServerLine> rows) {
        return rows.stream()
                .filter(row -> "leader".equals(row.option("role")))
                .mapToInt(row -> (int) row.number("server", 0))
                .findFirst()
                .orElse(0);
    }

    /** A condition that may connect to servers that are not running. */
    public interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Polls a condition until it holds, for events that no server announces. */
    public static void await(String what, Condition condition) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(RunningProcess.PATIENCE_SECONDS);
        String last = "";
        while (deadlineNanos - System.nanoTime() > 0) {
            try {
                if (condition.holds()) {
                    return;
                }
                last = "it does not hold";
            } catch (IOException e) {
                last = e.toString();
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new AssertionError("timed out until " + what + ": " + last);
    }

    public LineClient connect(int number) throws IOException {
        return new LineClient(port(number));
    }

    public int port(int number) {
        return server(number).port;
    }

    public int peerPort(int number) {
        return server(number).peerPort;
    }

    /** Where the server listens for HTTP: 200 above its port for clients. */
    public int httpPort(int number) {
        return port(number) + 200;
    }

    public Path data(int number) {
        return server(number).data;
    }

    public RunningProcess process(int number) {
        return server(number).process;
    }

    public int size() {
        return servers.size();
    }

    /** A directory for files of a test, deleted at the end. */
    public Path directory() {
        return directory;
    }

    /** The client addresses of all servers, beginning with {@code first}, in the form of {@code --server}. */
    public String addresses(int first) {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            addresses.add("127.0.0.1:" + port((first - 1 + i) % servers.size() + 1));
        }
        return String.join(",", addresses);
    }

    private Server server(int number) {
        return servers.get(number - 1);
    }

    @Override
    public void close() {
        for (Server server : servers) {
            if (server.process != null) {
                server.process.close();
            }
        }
        delete(directory);
    }

    public static void delete(Path path) {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
