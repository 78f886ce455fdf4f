package io.lockstep.endtoend.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.endtoend.cluster.SharedCluster;
import io.lockstep.endtoend.cluster.Uptime;
import org.junit.jupiter.api.Test;

/**
 * A command under a lock does not outlive the lock, whatever happens to the servers, the client or the lock, and no
 * other client is granted the lock while a process of the command runs. Other tools: hashicorp/consul #9788 (the
 * command ended 90 s after another client had the lock), #2022 (grandchildren survive); etcdctl lock lets the command
 * run on and exits with 0.
 */
class RunLossTest {

    private static final int LOST = 76;
    private static final int TTL_SECONDS = 6;
    private static final String[] OPTIONS = {"--ttl", TTL_SECONDS + "s", "--kill-after", "500ms"};

    @SharedCluster(flags = {"--locks-per-client", "0"})
    static RealCluster cluster;

    @Test
    void withoutServersTheCommandEndsWithinTheLease() throws Exception {
        try (GuardedCommand command = GuardedCommand.start(cluster, "paused", OPTIONS)) {
            double paused = Uptime.now();
            for (int number = 1; number <= cluster.size(); number++) {
                cluster.process(number).signal("STOP");
            }
            try {
                assertThat(command.client().awaitExit()).isEqualTo(LOST);
                // The promise is about the command; the client itself may end a little later.
                command.assertGoneBefore(paused + TTL_SECONDS);
                assertThat(command.client().text().lines())
                        .filteredOn(line -> line.startsWith("lockstep: "))
                        .containsExactly(
                                "lockstep: run: lost lock \"paused\": no server has confirmed the lease in time");
            } finally {
                for (int number = 1; number <= cluster.size(); number++) {
                    cluster.process(number).signal("CONT");
                }
            }
            cluster.awaitVoters(3);
        }
    }

    @Test
    void aCommandWhoseLockIsReleasedByForceEndsBeforeTheNextHolder() throws Exception {
        try (GuardedCommand command = GuardedCommand.start(cluster, "forced", OPTIONS);
                LineClient contender = cluster.connect(2);
                LineClient operator = cluster.connect(3)) {
            contender.send("LOCK forced wait=1m");
            assertThat(contender.read()).startsWith("* QUEUED forced pos=1");
            String token = operator.ask("STATUS forced read=sync").option("token");
            assertThat(operator.ask("FORCE forced token=" + token + " reason=test")
                            .ok())
                    .isTrue();
            assertThat(contender.answer().ok()).isTrue();
            command.assertGoneBefore(Uptime.now());
            assertThat(command.client().awaitExit()).isEqualTo(LOST);
            assertThat(command.client().text()).contains("lockstep: run: lost lock \"forced\": ");
        }
    }

    @Test
    void aCommandWhoseClientIsPausedEndsBeforeTheNextHolder() throws Exception {
        commandEndsBeforeTheNextHolder("stopped", "STOP");
    }

    @Test
    void aCommandWhoseClientIsKilledEndsBeforeTheNextHolder() throws Exception {
        commandEndsBeforeTheNextHolder("killed", "KILL");
    }

    private static void commandEndsBeforeTheNextHolder(String name, String signalToTheClient) throws Exception {
        try (GuardedCommand command = GuardedCommand.start(cluster, name, OPTIONS);
                LineClient contender = cluster.connect(2)) {
            contender.send("LOCK " + name + " wait=1m");
            assertThat(contender.read()).startsWith("* QUEUED " + name + " pos=1");
            command.client().signal(signalToTheClient);
            assertThat(contender.answer().ok()).isTrue();
            command.assertGoneBefore(Uptime.now());
            if (signalToTheClient.equals("STOP")) {
                command.client().signal("CONT");
                assertThat(command.client().awaitExit()).isEqualTo(LOST);
            }
        }
    }

    @Test
    void aLeaderThatDiesIsNoReasonToEndTheCommand() throws Exception {
        try (GuardedCommand command = GuardedCommand.start(cluster, "moved", "--ttl", "60s")) {
            int leader = cluster.awaitLeader(0);
            cluster.kill(leader);
            cluster.awaitLeader(leader);
            cluster.restart(leader);
            cluster.awaitVoters(3);
            assertThat(command.pids()).allMatch(Uptime::isRunning);
            RunningProcess.send("KILL", command.pids().get(0));
            // 128 and the number of KILL, the command's own status; its other processes end before the release.
            assertThat(command.client().awaitExit()).isEqualTo(137);
            command.assertGoneBefore(Uptime.now());
        }
    }

    @Test
    void withOnLostWarnTheCommandContinues() throws Exception {
        try (RunningProcess client = ClientProgram.start(
                        "-s",
                        cluster.addresses(1),
                        "run",
                        "warned",
                        "--on-lost",
                        "warn",
                        "--",
                        "sh",
                        "-c",
                        "echo begun; read -r line; echo went on; exit 3");
                LineClient operator = cluster.connect(1)) {
            client.awaitNext("begun");
            String token = operator.ask("STATUS warned read=sync").option("token");
            assertThat(operator.ask("FORCE warned token=" + token + " reason=test")
                            .ok())
                    .isTrue();
            client.awaitNext("lockstep: run: lost lock \"warned\": ");
            client.type("go on");
            client.awaitNext("went on");
            assertThat(client.awaitExit()).isEqualTo(LOST);
        }
    }
}
