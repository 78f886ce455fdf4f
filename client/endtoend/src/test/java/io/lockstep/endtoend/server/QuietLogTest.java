package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log of servers in a healthy cluster: facts for the operator, each once, in the words of the product. */
class QuietLogTest {

    private static final int SERVERS = 3;

    /** A busy machine may stop a process for a while. The server is right to warn of that. */
    private static final String STALL = "This server was stalled for";

    /** Nor may it bring a killed server back within the time after which the others miss it. */
    private static final String MISSED = "Nothing is heard of voters";

    private RealCluster cluster;
    private final List<RunningProcess> processes = new ArrayList<>();

    @BeforeEach
    void start() throws InterruptedException {
        cluster = RealCluster.start(SERVERS);
        for (int number = 1; number <= SERVERS; number++) {
            processes.add(cluster.process(number));
        }
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void startingKillingRestartingAndStoppingServersWarnsOfNothing() throws Exception {
        lockAndRelease();
        int leader = cluster.awaitLeader(0);
        cluster.kill(leader);
        cluster.awaitLeader(leader);
        lockAndRelease();
        restart(leader);

        int follower = cluster.awaitLeader(0) % SERVERS + 1;
        stop(follower);
        lockAndRelease();
        restart(follower);

        join(4);
        join(5);
        cluster.awaitVoters(5);
        lockAndRelease();
        for (int number = 1; number <= cluster.size(); number++) {
            stop(number);
        }

        assertThat(lines().filter(line -> !line.contains(STALL) && !line.contains(MISSED))
                        .filter(QuietLogTest::isNoise))
                .isEmpty();
    }

    @Test
    void aServerThatIsGoneAndComesBackIsOneLineEach() throws Exception {
        int leader = cluster.awaitLeader(0);
        int follower = leader % SERVERS + 1;
        RunningProcess log = cluster.process(leader);
        cluster.kill(follower);
        log.awaitNext("Lost the connection to server " + follower + " ");
        restart(follower);
        log.awaitNext("Connected to server " + follower + " ");
        assertThat(log.text().lines().filter(line -> line.contains("Lost the connection to server " + follower + " ")))
                .hasSize(1);
    }

    private void join(int number) throws InterruptedException {
        processes.add(cluster.add());
        cluster.awaitReady(number);
    }

    private void restart(int number) throws InterruptedException {
        processes.add(cluster.launch(number));
        cluster.awaitVoters(SERVERS);
    }

    private void stop(int number) throws InterruptedException {
        cluster.process(number).terminate();
        assertThat(cluster.process(number).awaitExit()).isEqualTo(128 + 15);
    }

    /** Takes and releases a lock at a running server. */
    private void lockAndRelease() throws InterruptedException {
        RealCluster.await("a lock is granted and released", () -> {
            for (int number = 1; number <= SERVERS; number++) {
                if (cluster.process(number).isAlive()) {
                    try (LineClient client = cluster.connect(number)) {
                        return grantedAndReleased(client);
                    }
                }
            }
            return false;
        });
    }

    private static boolean grantedAndReleased(LineClient client) throws IOException {
        client.ask("HELLO");
        boolean granted = client.ask("LOCK x").ok();
        return granted && client.ask("RELEASE x").ok() && client.ask("QUIT").ok();
    }

    private Stream<String> lines() {
        return processes.stream().flatMap(process -> process.text().lines());
    }

    /** Warnings, stack traces, and lines of the engine or the virtual machine. */
    private static boolean isNoise(String line) {
        return line.contains(" WARN ")
                || line.contains(" ERROR ")
                || line.contains("WARNING")
                || line.contains("raft")
                || line.contains("Exception")
                || line.startsWith("\tat ");
    }
}
