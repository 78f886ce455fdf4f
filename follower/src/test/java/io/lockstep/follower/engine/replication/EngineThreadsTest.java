package io.lockstep.follower.engine.replication;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
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

    private NodeImpl node;

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

    private static final class BrokenClosure extends ReadIndexClosure {
        @Override
        public void run(Status status, long index, byte[] context) {
            throw new IllegalStateException("planted");
        }
    }

    private WireCluster start(int servers) throws Exception {
        WireCluster cluster = new WireCluster(directory, servers, options -> options.setFsm(new Broken()));
        node = (NodeImpl) cluster.awaitLeader().node;
        return cluster;
    }

    @Test
    void anExceptionWhileApplyingIsAFailure() throws Exception {
        try (WireCluster cluster = start(3)) {
            EngineThreads.guardApplying(node, failure);
            node.transferLeadershipTo(PeerId.ANY_PEER);
            assertThat(failures.poll(30, TimeUnit.SECONDS))
                    .isEqualTo("BUG the thread that applies entries of the engine: "
                            + "java.lang.IllegalStateException: planted");
        }
    }

    @Test
    void anExceptionInAReadIndexIsAFailure() throws Exception {
        try (WireCluster cluster = start(1)) {
            EngineThreads.guardRequests(node, failure);
            node.readIndex(new byte[0], new BrokenClosure());
            assertThat(failures.poll(30, TimeUnit.SECONDS))
                    .startsWith("BUG the thread for read indexes of the engine: ");
        }
    }
}
