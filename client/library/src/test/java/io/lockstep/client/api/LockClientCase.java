package io.lockstep.client.api;

import io.lockstep.simulation.live.LiveCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A client of a cluster of three servers. */
abstract class LockClientCase {

    static final Duration LONG = Duration.ofMinutes(1);

    final LiveCluster cluster = new LiveCluster("one", 3);
    LockClient client;

    @BeforeEach
    void connect() throws InterruptedException {
        client = LockClient.connect(LockClientSettings.of(cluster.addresses())
                .withLabel("report@db1[7] nightly")
                .withTtl(Duration.ofSeconds(5))
                .withTimeout(Duration.ofSeconds(3)));
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }
}
