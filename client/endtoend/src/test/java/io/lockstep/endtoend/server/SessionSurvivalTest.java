package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.FaultyNetwork;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.endtoend.cluster.SharedCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * A client moves, loses its server, or loses its network: it keeps its session and its lock within the lease, and no
 * longer.
 */
class SessionSurvivalTest {

    private static final int SERVERS = 3;
    private static final long TTL_MILLIS = 4_000;
    private static final int MOVES = 12;

    @SharedCluster(servers = SERVERS)
    static RealCluster cluster;

    /** The lock of a test, which no other test uses. */
    private String lock;

    /** Waits for the lock during the whole test. */
    private LineClient next;

    private LineClient client;
    private String clientId;
    private String session;
    private String key;
    private String token;

    @BeforeEach
    void settle(TestInfo test) throws InterruptedException {
        lock = test.getTestMethod().orElseThrow().getName();
        cluster.awaitVoters(SERVERS);
    }

    @AfterEach
    void leave() throws IOException {
        client.close();
        next.close();
    }

    /** Opens the session over this port and takes the lock; the next client waits at the server {@code waitsAt}. */
    private void lockAt(int port, int waitsAt) throws IOException {
        client = new LineClient(port);
        LineClient.Answer hello = client.ask("HELLO ttl=" + TTL_MILLIS + "ms");
        clientId = hello.option("client");
        session = hello.option("session");
        key = hello.option("key");
        LineClient.Answer grant = client.ask("LOCK " + lock);
        assertThat(grant.ok()).as(grant.line()).isTrue();
        token = grant.option("token");
        next = cluster.connect(waitsAt);
        next.ask("HELLO ttl=60s");
        next.send("LOCK " + lock + " wait=30s");
        assertThat(next.read()).startsWith("* QUEUED " + lock + " pos=1");
    }

    /** Resumes the session. A server that has just started, or that has no leader, asks the client to retry. */
    private void takeUpAt(int number) throws InterruptedException {
        RealCluster.await("the session is resumed", () -> {
            client.close();
            client = cluster.connect(number);
            LineClient.Answer answer = hello(client);
            return answer.ok() && answer.option("client").equals(clientId);
        });
    }

    private LineClient.Answer hello(LineClient at) throws IOException {
        return at.ask("HELLO session=" + session + " key=" + key);
    }

    /**
     * Asserts that the lock had no other holder: the first grant still holds it, and its release grants it to the next.
     */
    private void requireStillHeld() throws IOException {
        assertThat(client.ask("STATUS " + lock + " read=sync").line())
                .contains("owner=" + clientId, "token=" + token + " ");
        assertThat(client.ask("RELEASE " + lock + " token=" + token).ok()).isTrue();
        LineClient.Answer granted = next.answer();
        assertThat(granted.ok()).as(granted.line()).isTrue();
    }

    @Test
    void aClientThatMovesBetweenServersKeepsItsLock() throws Exception {
        lockAt(cluster.port(1), 2);
        // This takes longer than the lease, so the moves must renew it.
        for (int move = 1; move <= MOVES; move++) {
            TimeUnit.MILLISECONDS.sleep(TTL_MILLIS / 8);
            takeUpAt(move % SERVERS + 1);
        }
        requireStillHeld();
    }

    @Test
    void aClientWhoseFollowerIsKilledKeepsItsLock() throws Exception {
        int follower = cluster.awaitLeader(0) % SERVERS + 1;
        loseServer(follower, follower % SERVERS + 1);
    }

    @Test
    void aClientWhoseLeaderIsKilledKeepsItsLock() throws Exception {
        int leader = cluster.awaitLeader(0);
        loseServer(leader, leader % SERVERS + 1);
    }

    private void loseServer(int number, int other) throws Exception {
        lockAt(cluster.port(number), other);
        cluster.kill(number);
        takeUpAt(other);
        restart(number);
        takeUpAt(number);
        requireStillHeld();
    }

    /** Restarts a server. The client renews its lease in the meantime, as a start may take longer than the lease. */
    private void restart(int number) throws InterruptedException {
        RunningProcess started = cluster.launch(number);
        RealCluster.await(
                "the server runs again",
                () -> client.ask("PING").ok() && started.text().contains("READY server="));
    }

    @Test
    void aClientWhoseNetworkIsCutKeepsItsLockElsewhere() throws Exception {
        try (FaultyNetwork network = new FaultyNetwork(cluster.port(1))) {
            lockAt(network.port(), 2);
            network.cut();
            takeUpAt(3);
            requireStillHeld();
        }
    }

    @Test
    void aClientThatIsCutOffForTooLongLosesItsLockOnTime() throws Exception {
        try (FaultyNetwork network = new FaultyNetwork(cluster.port(1))) {
            lockAt(network.port(), 2);
            long sentNanos = System.nanoTime();
            client.ask("PING");
            network.cut();
            LineClient.Answer granted = next.answer();
            long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sentNanos);
            assertThat(granted.ok()).as(granted.line()).isTrue();
            // The promised bound is one second more than the lease; another second is for a busy machine.
            assertThat(tookMillis).isBetween(TTL_MILLIS, TTL_MILLIS + 1_000 + 1_000);
            network.heal();
            client.close();
            client = new LineClient(network.port());
            assertThat(hello(client).line()).startsWith("ERR SESSION_EXPIRED");
        }
    }

    @Test
    void lateRequestsFromAnOldConnectionHaveNoEffect() throws Exception {
        try (FaultyNetwork network = new FaultyNetwork(cluster.port(1))) {
            lockAt(network.port(), 2);
            LineClient old = client;
            network.stall();
            old.send("RELEASE " + lock + " token=" + token);
            client = cluster.connect(3);
            assertThat(hello(client).ok()).isTrue();
            network.heal();
            // The end of the old connection proves that the late request has arrived.
            assertThat(untilItEnds(old)).doesNotContain("OK RELEASE");
            old.close();
            requireStillHeld();
        }
    }

    private static String untilItEnds(LineClient old) {
        StringBuilder lines = new StringBuilder();
        try {
            for (String line = old.read(); line != null; line = old.read()) {
                lines.append(line).append('\n');
            }
        } catch (SocketException e) {
            lines.append(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines.toString();
    }
}
