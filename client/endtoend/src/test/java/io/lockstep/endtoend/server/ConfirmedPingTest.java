package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code PING confirm=yes} is answered when its own renewal is confirmed, not when the wait for it times out. */
class ConfirmedPingTest {

    /** After this time a server replies without a confirmation. */
    private static final long UNCONFIRMED_MILLIS = 5_000;

    @Test
    void theReplyConfirmsThisPing() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            for (int server = 1; server <= cluster.size(); server++) {
                try (LineClient client = cluster.connect(server)) {
                    client.ask("HELLO");
                    long sentNanos = System.nanoTime();
                    String renewed = client.ask("PING confirm=yes").option("renewed");
                    long waitedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sentNanos);
                    assertThat(Long.parseLong(renewed.replace("ms", ""))).isLessThanOrEqualTo(waitedMillis);
                    assertThat(waitedMillis).isLessThan(UNCONFIRMED_MILLIS);
                }
            }
        }
    }
}
