package io.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.Durations;
import org.junit.jupiter.api.Test;

/** {@code PING confirm=yes} is answered when a leader has confirmed the renewal, and not before. */
class ConfirmedPingTest {

    private static final long TICK_MICROS = 50_000;
    private static final long REQUEST_TIMEOUT_MICROS = 5_000_000;

    private final SmallCluster cluster = new SmallCluster(1);

    @Test
    void theAnswerTellsOfARenewalThatIsNoOlderThanThePing() {
        for (int host : new int[] {cluster.leader(), cluster.follower()}) {
            SmallCluster.Client client = cluster.client(host, "HELLO ttl=60s");
            cluster.pass(1_000_000);
            long sentMicros = cluster.nowMicros();
            long renewedMillis = renewedMillis(client.ask("PING 1 confirm=yes"));
            long tookMicros = cluster.nowMicros() - sentMicros;
            assertThat(renewedMillis * 1_000).isLessThanOrEqualTo(tookMicros);
            assertThat(tookMicros).isLessThan(10 * TICK_MICROS);
        }
    }

    @Test
    void aPlainPingIsAnsweredAtOnceWithTheLastConfirmedRenewal() {
        SmallCluster.Client client = cluster.client(cluster.follower(), "HELLO ttl=60s");
        cluster.pass(1_000_000);
        assertThat(renewedMillis(client.ask("PING"))).isGreaterThan(500);
    }

    @Test
    void withoutALeaderTheAnswerComesInTheEndAndConfirmsNothing() {
        SmallCluster.Client client = cluster.client(cluster.follower(), "HELLO ttl=60s");
        for (int host = 1; host <= 3; host++) {
            if (host != cluster.follower()) {
                cluster.crash(host);
            }
        }
        long sentMicros = cluster.nowMicros();
        long renewedMillis = renewedMillis(client.ask("PING confirm=yes"));
        assertThat(cluster.nowMicros() - sentMicros)
                .isBetween(REQUEST_TIMEOUT_MICROS, REQUEST_TIMEOUT_MICROS + 4 * TICK_MICROS);
        assertThat(renewedMillis * 1_000).isGreaterThan(REQUEST_TIMEOUT_MICROS - TICK_MICROS);
    }

    @Test
    void aPingRightBehindHelloIsConfirmedItself() {
        SmallCluster.Client client = cluster.client(cluster.follower(), "HELLO ttl=60s", "PING confirm=yes");
        long sinceHelloMillis = renewedMillis(client.answers().get(1));
        assertThat(sinceHelloMillis).isLessThanOrEqualTo(100);
        assertThat(renewedMillis(client.ask("PING"))).isLessThanOrEqualTo(100);
    }

    @Test
    void withoutASessionThereIsNothingToConfirm() {
        SmallCluster.Client client = cluster.client(cluster.follower(), "PING confirm=yes");
        assertThat(client.answers()).containsExactly("OK PONG");
    }

    private static long renewedMillis(String pong) {
        String renewed = pong.replaceAll(".* renewed=([^ ]+).*", "$1");
        assertThat(renewed).isNotEqualTo(pong);
        return Durations.parseMillis(renewed);
    }
}
