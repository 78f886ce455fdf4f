package io.lockstep.follower.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.Status;
import io.lockstep.follower.engine.wire.WireCluster.Server;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
}
