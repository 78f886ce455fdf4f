package io.lockstep.follower.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.ProtocolLimits;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server waits for when it is told to stop, and when its clients learn of it. Time is what the test says. */
@Timeout(60)
class OrderlyStopTest {

    private static final long START_NANOS = 1_000_000;

    private final ServedClients served;
    private final OrderlyStop stop;

    OrderlyStopTest() throws Exception {
        served = new ServedClients();
        stop = new OrderlyStop(served.connected);
    }

    @AfterEach
    void disconnect() throws Exception {
        served.stop();
    }

    private static long nanos(long millis) {
        return START_NANOS + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void beginAt(long millis) throws Exception {
        served.run(() -> stop.begin(served.node, nanos(millis)));
    }

    private boolean isDueAt(long millis) throws Exception {
        return served.ask(() -> stop.isDue(served.node, nanos(millis)));
    }

    /** A client with a request that no leader has answered. */
    private ServedClients.Client busyClient() throws Exception {
        ServedClients.Client client = served.connect();
        client.send("#lock LOCK a");
        client.ping();
        return client;
    }

    private static void assertToldToGo(ServedClients.Client client) throws Exception {
        assertThat(client.read()).startsWith("* BYE reason=shutdown");
        assertThat(client.read()).isNull();
    }

    @Test
    void idleClientsAreToldAtOnce() throws Exception {
        ServedClients.Client client = served.connect();
        client.ping();
        assertThat(isDueAt(0)).isFalse();
        beginAt(0);
        assertThat(isDueAt(0)).isTrue();
        assertToldToGo(client);
        assertThat(isDueAt(1)).isFalse();
        assertThat(served.replication.transfers).isZero();
    }

    @Test
    void aRequestThatIsUnderWayIsAnsweredFirst() throws Exception {
        ServedClients.Client busy = busyClient();
        ServedClients.Client idle = served.connect();
        beginAt(0);
        assertThat(isDueAt(0)).isFalse();
        assertToldToGo(idle);
        served.clock.pass(ProtocolLimits.ANSWER_MILLIS_MAX);
        served.run(served.node::tick);
        assertThat(isDueAt(100)).isTrue();
        assertThat(busy.read()).startsWith("#lock ERR NO_LEADER");
        assertToldToGo(busy);
    }

    @Test
    void noRequestHoldsUpTheStopForLong() throws Exception {
        ServedClients.Client busy = busyClient();
        beginAt(0);
        // Another signal changes nothing.
        beginAt(150);
        assertThat(isDueAt(199)).isFalse();
        assertThat(isDueAt(200)).isTrue();
        assertToldToGo(busy);
    }

    @Test
    void aLeaderServesUntilTheNextOneIsKnown() throws Exception {
        ServedClients.Client busy = busyClient();
        ServedClients.Client idle = served.connect();
        served.run(() -> served.node.leading(4));
        beginAt(0);
        assertThat(served.replication.transfers).isEqualTo(1);
        assertThat(isDueAt(100)).isFalse();
        served.run(() -> served.node.leaderless(5));
        assertThat(isDueAt(600)).isFalse();
        idle.ping();
        served.run(() -> served.node.following(2, 5));
        assertThat(isDueAt(700)).isFalse();
        assertToldToGo(idle);
        assertThat(isDueAt(899)).isFalse();
        assertThat(isDueAt(900)).isTrue();
        assertToldToGo(busy);
    }

    @Test
    void aLeaderThatNobodySucceedsWaitsForOneSecond() throws Exception {
        ServedClients.Client client = served.connect();
        served.run(() -> served.node.leading(4));
        beginAt(0);
        assertThat(isDueAt(999)).isFalse();
        client.ping();
        assertThat(isDueAt(1_000)).isTrue();
        assertToldToGo(client);
    }

    @Test
    void aServerWithoutClientsStopsAtOnce() throws Exception {
        beginAt(0);
        assertThat(isDueAt(0)).isTrue();
    }
}
