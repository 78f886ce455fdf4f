package io.lockstep.leader.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.Status;
import io.lockstep.leader.engine.WireCluster.Server;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WireClusterTest {

    @TempDir
    Path directory;

    @Test
    void threeNodesElectALeaderAndCommitOverTheWire() throws Exception {
        try (WireCluster cluster = new WireCluster(directory, 3, options -> {})) {
            Server leader = cluster.awaitLeader();
            CompletableFuture<Status> done = new CompletableFuture<>();
            leader.propose(7, done::complete);
            assertThat(done.get(5, TimeUnit.SECONDS).isOk()).isTrue();
            for (Server server : cluster.servers) {
                assertThat(server.numbers.awaitNumber(7, 1000)).isTrue();
            }
        }
    }

    @Test
    void afterTenCutsUnderLoadFollowersCatchUpWithinASecond() throws Exception {
        try (WireCluster cluster = new WireCluster(directory, 3, options -> {})) {
            Server leader = cluster.awaitLeader();
            Semaphore permits = new Semaphore(64);
            AtomicLong acknowledged = new AtomicLong();
            long proposed = 0;
            for (int cut = 0; cut < 10; cut++) {
                for (int i = 0; i < 1_000; i++) {
                    permits.acquire();
                    long number = ++proposed;
                    leader.propose(number, status -> {
                        assertThat(status.isOk()).as(status.toString()).isTrue();
                        acknowledged.accumulateAndGet(number, Math::max);
                        permits.release();
                    });
                }
                for (Server server : cluster.servers) {
                    if (server != leader) {
                        server.cutInbound();
                    }
                }
            }
            assertThat(permits.tryAcquire(64, 10, TimeUnit.SECONDS)).isTrue();
            long begun = System.nanoTime();
            for (Server server : cluster.servers) {
                assertThat(server.numbers.awaitNumber(proposed, 1000))
                        .as("server %d is at %d of %d", server.number, server.numbers.lastNumber(), proposed)
                        .isTrue();
            }
            System.out.println("caught up after ms " + (System.nanoTime() - begun) / 1_000_000);
        }
    }
}
