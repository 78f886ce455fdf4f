package io.lockstep.follower.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections over which nothing comes are closed: soon if others need them. */
@Timeout(60)
class SilentClientsTest {

    private static final long FIVE_MINUTES = TimeUnit.MINUTES.toNanos(5);
    private static final long TEN_SECONDS = TimeUnit.SECONDS.toNanos(10);

    /** Nine tenths of the connections that there may be. */
    private static final int MANY = 9;

    private final long beforeNanos = System.nanoTime();
    private final ServedClients served;

    SilentClientsTest() throws Exception {
        served = new ServedClients();
    }

    @AfterEach
    void disconnect() throws Exception {
        served.stop();
    }

    /** Looks for silent clients at this time; whoever may stay is told so. */
    private void look(long nowNanos, int connections) throws Exception {
        served.run(() -> {
            served.silent.tick(nowNanos, connections);
            served.connected.forEach(client -> client.send("* STAY"));
        });
    }

    private static void assertDismissed(ServedClients.Client client) throws Exception {
        assertThat(client.read()).startsWith("* BYE reason=silent");
        assertThat(client.read()).isNull();
    }

    @Test
    void whoSendsNothingIsDismissedAfterFiveMinutes() throws Exception {
        ServedClients.Client client = served.connect();
        long connectedNanos = System.nanoTime();
        look(beforeNanos + FIVE_MINUTES - 1, 1);
        assertThat(client.read()).isEqualTo("* STAY");
        look(connectedNanos + FIVE_MINUTES, 1);
        assertDismissed(client);
    }

    @Test
    void afterTenSecondsIfConnectionsRunShort() throws Exception {
        ServedClients.Client client = served.connect();
        long connectedNanos = System.nanoTime();
        look(beforeNanos + TEN_SECONDS - 1, MANY);
        assertThat(client.read()).isEqualTo("* STAY");
        look(connectedNanos + TEN_SECONDS, MANY - 1);
        assertThat(client.read()).isEqualTo("* STAY");
        look(connectedNanos + TEN_SECONDS, MANY);
        assertDismissed(client);
    }

    @Test
    void whoHasSentALineStaysAndHidesNobody() throws Exception {
        ServedClients.Client speaking = served.connect();
        ServedClients.Client silent = served.connect();
        speaking.ping();
        look(System.nanoTime() + 100 * FIVE_MINUTES, ServedClients.CONNECTIONS_MAX);
        assertThat(speaking.read()).isEqualTo("* STAY");
        assertDismissed(silent);
    }

    @Test
    void eachClientHasItsOwnTime() throws Exception {
        ServedClients.Client first = served.connect();
        long betweenNanos = System.nanoTime();
        ServedClients.Client second = served.connect();
        look(betweenNanos + FIVE_MINUTES, 2);
        assertDismissed(first);
        assertThat(second.read()).isEqualTo("* STAY");
    }
}
