package io.lockstep.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lockstep.comparison.Task.Work;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clients of other services lock, hand over and ask, as far as the service is installed. */
@Timeout(120)
class ContendersTest {

    private static final int PORT = 26_400;

    @TempDir
    private Path directory;

    @Test
    void zooKeeper() throws Exception {
        requireFigures(new ZooKeeperEnsemble(PORT, directory));
    }

    @Test
    void etcd() throws Exception {
        assumeTrue(!Installed.version("etcd", "--version", "(\\d)").isEmpty(), "etcd-server is not installed");
        requireFigures(new EtcdCluster(PORT + 50, directory));
    }

    @Test
    void redis() throws Exception {
        assumeTrue(!Installed.version("redis-server", "--version", "(\\d)").isEmpty(), "redis-server is not installed");
        requireFigures(new RedisServer(PORT + 90, directory));
    }

    private static void requireFigures(Contender contender) throws Exception {
        try {
            assertThat(contender.start()).isPositive();
            for (Work work : Work.values()) {
                // The client libraries take a while for their first lock.
                Duration time = Duration.ofMillis(work == Work.HAND_OVER ? 2_000 : 500);
                Task task = new Task(work, 4, Task.Place.ALL, Duration.ZERO, time);
                Figure figure = contender.run(task).orElseThrow();
                assertThat(figure.perSecond()).as(work.name()).isPositive();
                assertThat(figure.p50Millis()).as(work.name()).isPositive().isLessThanOrEqualTo(figure.p99Millis());
            }
            assertThat(contender.memoryBytes()).isGreaterThan(1_000_000);
        } finally {
            contender.stop();
        }
    }
}
