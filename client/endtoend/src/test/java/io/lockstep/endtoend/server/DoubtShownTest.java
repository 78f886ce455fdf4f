package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A server whose log has lost its end says so in INFO and NODES, at every server that runs, and whom it waits for. If
 * its operator starts it with {@code --accept-loss}, the audit has that.
 */
class DoubtShownTest {

    @Test
    void doubtIsShownAndItsAcceptanceIsInTheAudit() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            try (LineClient client = cluster.connect(1)) {
                assertThat(client.ask("LOCK a").ok()).isTrue();
            }
            cluster.killAll();
            requireTold(cluster);
            spoilEndOfLog(cluster.data(3));
            cluster.restart(3);
            cluster.restart(2);

            requireShown(cluster, 3);
            requireShown(cluster, 2);
            try (LineClient client = cluster.connect(3)) {
                LineClient.Answer info = client.ask("INFO");
                assertThat(info.fact("doubt")).isEqualTo("yes");
                assertThat(info.fact("waits_for")).isEqualTo("1");
                assertThat(info.fact("role")).isEqualTo("none");
            }
            ClientProgram.Result nodes = ClientProgram.run("", "-s", cluster.addresses(2), "nodes");
            assertThat(nodes.exitCode()).isEqualTo(1);
            assertThat(nodes.text())
                    .contains(
                            "IN DOUBT of its disk, does not vote; waits for a leader, has not heard of 1",
                            "in doubt: 3",
                            "server 3 is in doubt of its disk");

            cluster.kill(3);
            cluster.launch(3, "--accept-loss");
            cluster.awaitReady(3);
            requireAudited(cluster);
            cluster.restart(1);
            cluster.awaitVoters(3);
            try (LineClient client = cluster.connect(1)) {
                RealCluster.await("nobody is in doubt any more", () -> {
                    LineClient.Answer after = client.ask("NODES");
                    return after.option("survives").equals("1")
                            && after.reply().option("doubtful") == null
                            && after.rows().stream().allMatch(row -> row.option("doubt") == null);
                });
            }
            requireAudited(cluster);
        }
    }

    /** A server that does not run still tells what is in its data. */
    private static void requireTold(RealCluster cluster) throws InterruptedException {
        List<String> dump = Jars.leader("--data", cluster.data(1).toString(), "--dump-lock", "a");
        ClientProgram.Result told = ClientProgram.run(dump, Map.of(), "");
        assertThat(told.text())
                .contains("identity  intact: server 1 of cluster ", "vote  intact: ", "log  intact: ")
                .containsPattern("(?m)^[0-9]+  term 1  .*: \"a\" granted to client 50000 session [0-9]+ token 1$");
        assertThat(told.exitCode()).isZero();
        String data = cluster.data(1).toString();
        ClientProgram.Result byClient = ClientProgram.run("", "admin", "dump", data, "--lock", "a");
        assertThat(byClient.text().lines())
                .containsExactlyElementsOf(told.text().lines().toList());
        assertThat(byClient.exitCode()).isZero();
        ClientProgram.Result asJson = ClientProgram.run("", "-o", "json", "admin", "dump", data, "--lock", "a");
        assertThat(asJson.text())
                .contains("{\"part\":\"identity\",\"intact\":true,\"what\":\"server 1 of cluster ")
                .contains("\"term\":1,\"what\":\"");
    }

    private static void requireShown(RealCluster cluster, int asked) throws Exception {
        try (LineClient client = cluster.connect(asked)) {
            RealCluster.await("server " + asked + " shows the doubt of server 3", () -> {
                LineClient.Answer nodes = client.ask("NODES");
                return nodes.option("survives").equals("0")
                        && "3".equals(nodes.reply().option("doubtful"))
                        && nodes.rows().stream()
                                .anyMatch(row -> row.number("server", 0) == 3
                                        && "yes".equals(row.option("doubt"))
                                        && "1".equals(row.option("waits_for")));
            });
        }
    }

    /** The audit has one record, which both of the first servers show, as text and as JSON. */
    private static void requireAudited(RealCluster cluster) throws Exception {
        try (LineClient client = cluster.connect(2)) {
            RealCluster.await(
                    "the audit has the loss",
                    () -> client.ask("AUDIT").rows().stream().anyMatch(row -> row.option("known") != null));
            assertThat(client.ask("AUDIT").rows()).singleElement().satisfies(row -> {
                assertThat(row.number("server", 0)).isEqualTo(3);
                assertThat(row.number("kept", 0)).isPositive().isLessThanOrEqualTo(row.number("known", 0));
                assertThat(row.option("reason")).isEqualTo("started with --accept-loss");
                assertThat(row.option("from")).isEqualTo("127.0.0.1:" + cluster.port(3));
            });
        }
        assertThat(ClientProgram.run("", "-s", cluster.addresses(2), "admin", "audit")
                        .text())
                .contains("  server 3 went on with entries up to ", ", and is known to have had ", "--accept-loss");
        assertThat(ClientProgram.run("", "-s", cluster.addresses(2), "admin", "audit", "-o", "json")
                        .text())
                .contains("\"server\":3,\"kept\":", "\"known\":");
    }

    /** Changes the last byte of the log that is not zero. */
    private static void spoilEndOfLog(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("log"))) {
            Path newest = files.max(Comparator.naturalOrder()).orElseThrow();
            byte[] content = Files.readAllBytes(newest);
            int end = content.length;
            while (content[end - 1] == 0) {
                end--;
            }
            content[end - 1] ^= 0x55;
            Files.write(newest, content);
        }
    }
}
