package io.lockstep.follower.engine.replication;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.PeerId;
import io.lockstep.follower.engine.wire.WireCluster;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine logs what its threads throw, and goes on without the work that they had begun. We do not. */
@Timeout(60)
class EngineThreadsTest {

    private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
    private final EngineFailure failure = (kind, message, cause) -> failures.add(kind + " " + message);

    @TempDir
    private Path directory;

    private static final class Broken extends StateMachineAdapter {
        @Override
        public void onApply(Iterator entries) {
            while (entries.hasNext()) {
                entries.next();
            }
        }

        @Override
        public void onLeaderStop(Status status) {
            throw new IllegalStateException("planted");
        }
    }

    @Test
    void anExceptionWhileApplyingIsAFailure() throws Exception {
        try (WireCluster cluster = new WireCluster(directory, 3, options -> options.setFsm(new Broken()))) {
            NodeImpl node = (NodeImpl) cluster.awaitLeader().node;
            EngineThreads.guardApplying(node, failure);
            // Refused until the leader has committed its first entry.
            while (!node.transferLeadershipTo(PeerId.ANY_PEER).isOk()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            assertThat(failures.poll(30, TimeUnit.SECONDS))
                    .isEqualTo("BUG the thread that applies entries of the engine: "
                            + "java.lang.IllegalStateException: planted");
        }
    }

    @Test
    void theOtherThreadsOfThisVersionOfTheEngineAreKnown() throws Exception {
        try (WireCluster cluster = new WireCluster(directory, 1, options -> {})) {
            EngineThreads.guardRequests((NodeImpl) cluster.awaitLeader().node, failure);
        }
        assertThat(failures).isEmpty();
    }
}
