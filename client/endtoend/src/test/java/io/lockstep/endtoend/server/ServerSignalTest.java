package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.program.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SIGTERM stops a server in order: it announces the shutdown, and clients need not wait for a lease to end. */
@Tag("jdk")
class ServerSignalTest {

    private static final int TERMINATED = ExitCode.signal(15);

    @Test
    void aStoppedLeaderHandsOverAndComesBackAsAFollower() throws Exception {
        try (RealCluster cluster = RealCluster.start(3);
                LineClient atLeader = cluster.connect(1);
                LineClient atFollower = cluster.connect(2)) {
            assertThat(atFollower.ask("LOCK kept").ok()).isTrue();
            cluster.process(1).terminate();
            assertThat(atLeader.read()).startsWith("* BYE reason=shutdown msg=\"");
            assertThat(atLeader.read()).isNull();
            assertThat(cluster.process(1).awaitExit()).isEqualTo(TERMINATED);
            assertThat(cluster.process(1).text())
                    .contains("Server 1 has stopped")
                    .doesNotContain("Exception", "\tat ");

            assertThat(cluster.awaitLeader(1)).isNotEqualTo(1);
            assertThat(atFollower.ask("RELEASE kept").ok()).isTrue();
            cluster.restart(1);
            RealCluster.await("server 1 follows", () -> {
                try (LineClient client = cluster.connect(1)) {
                    return client.greeting().contains(" role=follower ");
                }
            });
        }
    }

    @Test
    void aStoppedClusterComesBackWithItsLocks() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            String hello;
            try (LineClient client = cluster.connect(3)) {
                LineClient.Answer opened = client.ask("HELLO ttl=1m");
                hello = "HELLO session=" + opened.option("session") + " key=" + opened.option("key");
                assertThat(client.ask("LOCK kept").ok()).isTrue();
            }
            for (int number = 1; number <= 3; number++) {
                cluster.process(number).terminate();
            }
            for (int number = 1; number <= 3; number++) {
                assertThat(cluster.process(number).awaitExit()).isEqualTo(TERMINATED);
                assertThat(cluster.process(number).text()).doesNotContain("Exception", "\tat ");
            }
            for (int number = 1; number <= 3; number++) {
                cluster.launch(number);
            }
            cluster.awaitVoters(3);
            try (LineClient client = cluster.connect(2)) {
                assertThat(client.ask(hello).ok()).isTrue();
                assertThat(client.ask("RELEASE kept").ok()).isTrue();
            }
        }
    }
}
