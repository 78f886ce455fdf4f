package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.program.ExitCode;
import org.junit.jupiter.api.Test;

/** A server that has lost its data must not vote or answer as its former self. */
class WipedDiskTest {

    @Test
    void aWipedFounderStopsWhenItsPeersKnowItsAddress() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            try (LineClient client = cluster.connect(2)) {
                String clusterBefore = client.ask("INFO").fact("cluster");
                cluster.kill(1);
                RealCluster.delete(cluster.data(1));
                BadStartTest.requireRefused(
                        cluster.launch(1), ExitCode.CONFIGURATION, "another cluster", "follower.jar --leader");

                // Its peers are not affected.
                RealCluster.await(
                        "the others grant a lock", () -> client.ask("LOCK a").ok());
                assertThat(client.ask("INFO").fact("cluster")).isEqualTo(clusterBefore);
            }
        }
    }

    @Test
    void aWipedFollowerJoinsAsANewServerAndTakesItsOldPlace() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            cluster.kill(3);
            RealCluster.delete(cluster.data(3));
            RunningProcess wiped = cluster.launch(3);
            wiped.await("READY with a new number", line -> line.startsWith("READY server=4 "));
            try (LineClient client = cluster.connect(3)) {
                RealCluster.await(
                        "it copies the map",
                        () -> client.greeting().contains(" server=4 ")
                                && client.ask("STATUS a").ok());
                assertThat(client.ask("LOCK a").line()).startsWith("OK LOCK a ");
                RealCluster.await("it votes in the place of its former self", () -> {
                    LineClient.Answer nodes = client.ask("NODES");
                    return nodes.option("survives").equals("1")
                            && nodes.rows().stream().noneMatch(row -> row.number("server", 0) == 3)
                            && nodes.rows().stream()
                                    .anyMatch(row ->
                                            row.number("server", 0) == 4 && "follower".equals(row.option("role")));
                });
            }
        }
    }
}
