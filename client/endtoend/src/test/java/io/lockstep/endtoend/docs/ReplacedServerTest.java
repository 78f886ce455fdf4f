package io.lockstep.endtoend.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.LoadClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.scripts.ScriptsTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands under "Replacing a server" in {@code docs/OPERATIONS.md}, run one after the other while clients take
 * locks: two servers lose their data in turn and are replaced, and no lock is lost.
 */
class ReplacedServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern BLOCK = Pattern.compile("## Replacing a server.*?```sh\n(.*?)```", Pattern.DOTALL);
    private static final int SERVERS = 3;

    @TempDir
    private Path directory;

    private final int port = FreePorts.block(SERVERS);

    @Test
    void serversAreReplacedUnderLoadAndNoLockIsLost() throws Exception {
        List<String> commands = commands();
        assertThat(commands).filteredOn(command -> command.startsWith("rm -r")).hasSize(2);
        assertThat(shell("scripts/cluster start --locks-per-client 0").exitCode())
                .isZero();
        List<LoadClient> clients = IntStream.range(0, SERVERS)
                .mapToObj(i -> new LoadClient("load-" + i, servers(i), PATIENCE))
                .toList();
        try {
            clients.forEach(LoadClient::start);
            for (String command : commands) {
                ClientProgram.Result result = shell(command);
                assertThat(result.exitCode())
                        .as("%s%n%s", command, result.text())
                        .isZero();
                if (command.contains("cluster start")) {
                    awaitSpare(clients);
                }
            }
            for (LoadClient client : clients) {
                client.stop();
            }
            clients.forEach(this::requireItsLocks);
        } finally {
            clients.forEach(LoadClient::detach);
            shell("scripts/cluster stop");
        }
    }

    private static List<String> commands() throws Exception {
        var block = BLOCK.matcher(Files.readString(Jars.PROJECT.resolve("docs/OPERATIONS.md")));
        assertThat(block.find()).isTrue();
        return block.group(1).lines().toList();
    }

    /** Waits until the loss of one more server is survived and every client has got a lock since. */
    private void awaitSpare(List<LoadClient> clients) throws InterruptedException {
        RealCluster.await("the cluster survives a loss", () -> {
            try (LineClient client = new LineClient(port + 2)) {
                LineClient.Answer nodes = client.ask("NODES");
                return nodes.rows().size() == SERVERS
                        && nodes.option("survives").equals("1");
            }
        });
        List<Integer> before = clients.stream().map(LoadClient::grants).toList();
        RealCluster.await(
                "all clients get locks",
                () -> IntStream.range(0, clients.size())
                        .allMatch(i -> clients.get(i).grants() > before.get(i)
                                || !clients.get(i).trouble().isEmpty()));
    }

    private void requireItsLocks(LoadClient load) {
        assertThat(load.trouble()).isEmpty();
        try (LineClient client = new LineClient(port)) {
            for (Map.Entry<String, LoadClient.LastKnown> lock : load.locks().entrySet()) {
                LineClient.Answer status = client.ask("STATUS " + lock.getKey() + " read=sync");
                if (lock.getValue().state() == LoadClient.LockState.HELD) {
                    assertThat(status.option("token"))
                            .as(lock.getKey())
                            .isEqualTo(Long.toString(lock.getValue().token()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String servers(int first) {
        return String.join(
                ",",
                IntStream.range(0, SERVERS)
                        .mapToObj(i -> "127.0.0.1:" + (port + (first + i) % SERVERS))
                        .toList());
    }

    private ClientProgram.Result shell(String line) throws InterruptedException {
        Path run = directory.resolve("run");
        String command = line.replace(" run/", " " + run + "/");
        return ClientProgram.run(List.of("sh", "-c", command), ScriptsTest.environment(run, port), "");
    }
}
