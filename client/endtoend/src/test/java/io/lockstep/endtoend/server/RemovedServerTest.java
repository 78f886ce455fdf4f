package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.program.ExitCode;
import org.junit.jupiter.api.Test;

/** Operators remove servers, dead and alive; the others say who is missing. */
class RemovedServerTest {

    private static ClientProgram.Result admin(RealCluster cluster, String... command) throws InterruptedException {
        String[] all = new String[command.length + 4];
        all[0] = "--server";
        all[1] = cluster.addresses(2);
        all[2] = "--timeout";
        all[3] = "60s";
        System.arraycopy(command, 0, all, 4, command.length);
        return ClientProgram.run("", all);
    }

    @Test
    void theLeaderIsRemovedOnceAnotherServerCanTakeItsPlace() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            int leader = cluster.awaitLeader(0);
            String number = Integer.toString(leader);
            ClientProgram.Result refused = admin(cluster, "admin", "remove-server", number, "--reason", "test");
            assertThat(refused.exitCode()).isEqualTo(ExitCode.NO);
            assertThat(refused.text()).contains("no server that has caught up could take its place");

            cluster.add();
            cluster.awaitReady(4);
            RealCluster.await(
                    "the leader is removed",
                    () -> admin(cluster, "admin", "remove-server", number, "--reason", "test")
                                    .exitCode()
                            == ExitCode.OK);

            RunningProcess removed = cluster.process(leader);
            assertThat(removed.awaitExit()).isEqualTo(ExitCode.CONFIGURATION);
            assertThat(removed.text()).contains("number " + number + ", was removed from the cluster");
            BadStartTest.requireRefused(cluster.launch(leader), ExitCode.CONFIGURATION, "was removed from the cluster");
            ClientProgram.Result nodes = admin(cluster, "nodes");
            assertThat(nodes.exitCode()).as(nodes.text()).isZero();
            assertThat(nodes.text())
                    .contains("3 servers, voting: 3, survives the loss of 1")
                    .doesNotContainPattern("(?m)^" + number + " ");
            assertThat(admin(cluster, "admin", "audit").text())
                    .contains("  server " + number + " to be removed, way exchange  ");
        }
    }

    @Test
    void aDeadServerIsMissedAndThenGivenUp() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            cluster.kill(3);
            RealCluster.await(
                    "it is missed",
                    () -> admin(cluster, "nodes").text().contains("3       127.0.0.1:" + cluster.port(3))
                            && admin(cluster, "nodes").exitCode() == ExitCode.NO);
            ClientProgram.Result nodes = admin(cluster, "nodes");
            assertThat(nodes.text())
                    .contains("SILENT for ", "survives the loss of 0, not heard of: 3")
                    .contains("nothing is heard of voting server 3, and the cluster survives no further loss");
            assertThat(admin(cluster, "maps").text()).contains("the cluster has heard nothing of it for ");
            for (int survivor = 1; survivor <= 2; survivor++) {
                cluster.process(survivor).await("a warning", line -> line.contains("the cluster survives no further"));
            }

            ClientProgram.Result shrunk = admin(cluster, "admin", "remove-server", "3", "--shrink", "--reason", "gone");
            assertThat(shrunk.exitCode()).as(shrunk.text()).isZero();
            RealCluster.await("one votes and one learns", () -> {
                ClientProgram.Result now = admin(cluster, "nodes");
                return now.exitCode() == ExitCode.OK
                        && now.text().contains("learner")
                        && now.text().contains("voting: 1");
            });
            try (LineClient client = cluster.connect(cluster.awaitLeader(0))) {
                assertThat(client.ask("LOCK a").ok()).isTrue();
            }
        }
    }

    @Test
    void aServerMovesToAnotherAddressAndVotesAgainAndAnObserverNeverVotes() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            cluster.process(3).terminate();
            cluster.process(3).awaitExit();
            int other = FreePorts.one();
            RunningProcess moved =
                    cluster.launch(3, "--peer-port", Integer.toString(other), "--advertise", "localhost");
            moved.await("READY", line -> line.startsWith("READY server=3 "));
            cluster.add("--observer");
            cluster.awaitReady(4);
            RealCluster.await("it votes under its new address", () -> {
                try (LineClient client = cluster.connect(1)) {
                    LineClient.Answer nodes = client.ask("NODES");
                    return nodes.option("survives").equals("1")
                            && nodes.option("voters").equals("3")
                            && nodes.rows().stream()
                                    .anyMatch(row -> ("localhost:" + other).equals(row.option("peer"))
                                            && "follower".equals(row.option("role")))
                            && nodes.rows().stream().anyMatch(row -> "observer".equals(row.option("role")));
                }
            });
        }
    }
}
