package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients take every connection that a server has. Log, vote and the other servers still get their files. */
class OpenFilesLimitTest {

    private static final int LIMIT = 220;
    private static final int CROWD = 150;

    private final List<LineClient> crowd = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (LineClient client : crowd) {
            client.close();
        }
    }

    private static List<String> limited(List<String> command) {
        List<String> limited = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + LIMIT + " && exec \"$@\"", "sh"));
        limited.addAll(command);
        return limited;
    }

    /** Connects until the server refuses. */
    private int fill(RealCluster cluster, int number) throws IOException {
        for (int connected = 0; connected < CROWD; connected++) {
            LineClient client = cluster.connect(number);
            crowd.add(client);
            if (client.greeting().startsWith("* BYE reason=connections ")) {
                return connected;
            }
        }
        throw new AssertionError("server " + number + " has " + CROWD + " clients and " + LIMIT + " files");
    }

    @Test
    void aFullServerStillVotesLeadsAndWrites() throws Exception {
        try (RealCluster cluster = RealCluster.start(3, OpenFilesLimitTest::limited)) {
            int leader = cluster.awaitLeader(0);
            int next = leader % 3 + 1;
            try (LineClient client = cluster.connect(next)) {
                for (int number = 1; number <= 3; number++) {
                    assertThat(fill(cluster, number)).isPositive();
                }
                assertThat(client.ask("LOCK before").ok()).isTrue();
                assertThat(client.ask("RELEASE before").ok()).isTrue();
                cluster.kill(leader);
                RealCluster.await("a lock from the next leader", () -> {
                    // An answer of unknown outcome may have been a grant.
                    String line = client.ask("LOCK after").line();
                    return line.startsWith("OK") || line.startsWith("ERR ALREADY");
                });
                assertThat(client.ask("RELEASE after").ok()).isTrue();
            }
            cluster.launch(leader);
            cluster.awaitReady(leader);
            for (int number = 1; number <= 3; number++) {
                assertThat(cluster.process(number).isAlive()).isTrue();
                assertThat(cluster.process(number).text()).doesNotContain("ERROR");
            }
        }
    }
}
