package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.AnsweredLocks;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.LoadClient;
import io.lockstep.endtoend.cluster.RaisedBuild;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster goes over to the next version server by server, under load, and back as long as it may. */
class RollingUpgradeTest {

    private static final int CLIENTS = 3;
    private static final int GRANTS_BETWEEN = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String NEW_COMMAND = "SET map_bytes=8m reason=test";

    @TempDir
    private Path directory;

    private boolean upgrading;

    @Test
    void serverByServerUnderLoad() throws Exception {
        RaisedBuild raised = RaisedBuild.in(directory);
        try (RealCluster cluster = RealCluster.start(
                3, command -> upgrading ? raised.command(command) : command, "--locks-per-client=0")) {
            List<LoadClient> load = LoadClient.many(CLIENTS, cluster, "busy-", TIMEOUT);
            load.forEach(LoadClient::start);

            upgrade(cluster, 3, load);
            assertThat(level(cluster, 3)).isEqualTo("1 of 2");
            assertThat(ask(cluster, 3, NEW_COMMAND))
                    .startsWith("ERR FEATURE_LEVEL")
                    .contains("this needs feature level 2, and the cluster has level 1");
            assertThat(versions(cluster)).endsWith(RaisedBuild.VERSION).doesNotStartWith(RaisedBuild.VERSION);

            // Until the last server is upgraded the others can go back.
            upgrading = false;
            replace(cluster, 3, load);
            upgrade(cluster, 3, load);
            upgrade(cluster, 2, load);
            assertThat(level(cluster, 2)).isEqualTo("1 of 2");
            upgrade(cluster, 1, load);

            for (int number = 1; number <= 3; number++) {
                int server = number;
                RealCluster.await(
                        "the level is raised", () -> level(cluster, server).equals("2 of 2"));
            }
            assertThat(ask(cluster, 2, NEW_COMMAND)).startsWith("OK SET");
            for (LoadClient client : load) {
                client.stop();
            }
            AnsweredLocks.require(cluster, 1, load, GRANTS_BETWEEN);
            theFormerVersionStaysOut(cluster);
        }
    }

    private void theFormerVersionStaysOut(RealCluster cluster) throws Exception {
        upgrading = false;
        stop(cluster, 2);
        RunningProcess former = cluster.launch(2);
        assertThat(former.awaitExit()).as(former.text()).isEqualTo(78);
        assertThat(former.text()).contains("the cluster has feature level 2, and this program reads level 1");

        RunningProcess joining = cluster.add("--leader", "127.0.0.1:" + cluster.port(1));
        joining.await("why it is not taken", line -> line.contains("the program of the new server is too old"));
        joining.kill();

        upgrading = true;
        cluster.restart(2);
        assertThat(ask(cluster, 2, "STATUS any read=sync")).startsWith("OK STATUS");
    }

    private void upgrade(RealCluster cluster, int number, List<LoadClient> load) throws Exception {
        upgrading = true;
        replace(cluster, number, load);
    }

    /** Stops a server as an operator does, starts it again, and waits until the load goes on. */
    private static void replace(RealCluster cluster, int number, List<LoadClient> load) throws Exception {
        stop(cluster, number);
        cluster.restart(number);
        cluster.awaitVoters(3);
        List<Integer> before = load.stream().map(LoadClient::grants).toList();
        RealCluster.await("every client goes on", () -> {
            for (int i = 0; i < load.size(); i++) {
                assertThat(load.get(i).trouble()).isEmpty();
                if (load.get(i).grants() < before.get(i) + GRANTS_BETWEEN) {
                    return false;
                }
            }
            return true;
        });
    }

    private static void stop(RealCluster cluster, int number) throws InterruptedException {
        cluster.process(number).terminate();
        cluster.process(number).awaitExit();
    }

    private static String ask(RealCluster cluster, int number, String line) throws IOException {
        try (LineClient client = cluster.connect(number)) {
            return client.ask(line).line();
        }
    }

    private static String level(RealCluster cluster, int number) throws IOException {
        try (LineClient client = cluster.connect(number)) {
            LineClient.Answer info = client.ask("INFO");
            return info.fact("feature_level") + " of " + info.fact("feature_level_max");
        }
    }

    /** The versions of the servers, in the order of their numbers. */
    private static String versions(RealCluster cluster) throws IOException {
        try (LineClient client = cluster.connect(1)) {
            return String.join(
                    " ",
                    client.ask("NODES").rows().stream()
                            .map(row -> row.option("version"))
                            .toList());
        }
    }
}
