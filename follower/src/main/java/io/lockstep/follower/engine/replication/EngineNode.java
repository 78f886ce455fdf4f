package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.StateMachine;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.rpc.ProtobufMsgFactory;
import com.alipay.sofa.jraft.rpc.RaftRpcServerFactory;
import io.lockstep.follower.engine.failover.LeaderWatch;
import io.lockstep.follower.engine.fitness.Fitness;
import io.lockstep.follower.engine.storage.EngineStorage;
import io.lockstep.follower.engine.wire.PeerNodeOptions;
import io.lockstep.follower.engine.wire.PeerProgress;
import io.lockstep.follower.engine.wire.PeerRpcServer;
import io.lockstep.follower.engine.wire.PromptCommit;
import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.replication.Member;
import io.lockstep.program.Signals;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Starts and stops the engine on one server. */
final class EngineNode {

    private static final String GROUP = "lockstep";
    private static final int REQUEST_THREADS = 4;
    private static final int REQUESTS_WAITING_MAX = 256;
    private static final long STOP_SECONDS_MAX = 10;

    static {
        TasksInPlace.serve(GROUP);
    }

    private final PeerId self;
    private final EngineStorage storage;
    private final PeerNodeOptions options;
    private final Fitness fitness = new Fitness();
    private final AppliedHistory history;
    private final GuardedNode node;
    private final EngineFailure failure;
    private final PeerRpcServer requests;
    private final ThreadPoolExecutor requestThreads;
    private boolean started;

    EngineNode(EngineSettings settings, EngineStorage storage, PeerWire wire, EngineFailure failure) {
        this.storage = storage;
        self = PeerIds.of(settings.server(), settings.peerAddress());
        options = new PeerNodeOptions(wire, fitness, storage.gate(), storage::positionOf);
        history = new AppliedHistory(storage, failure);
        settings.applyTo(options);
        options.setServiceFactory(storage);
        this.failure = failure;
        if (settings.founder() && storage.isNew()) {
            options.setInitialConf(new Configuration(List.of(self)));
        }
        node = newNode();
        requests = new PeerRpcServer(options, self.getPort(), history::isContradictedBy);
        requestThreads = new ThreadPoolExecutor(
                REQUEST_THREADS,
                REQUEST_THREADS,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(REQUESTS_WAITING_MAX),
                task -> {
                    Thread thread = new Thread(task, "engine-requests");
                    thread.setDaemon(true);
                    return thread;
                });
        requestThreads.allowCoreThreadTimeOut(true);
    }

    /**
     * The engine takes this signal when its first node is made, to write its state into files of the working directory.
     * The virtual machine has it for profilers, and gets it back.
     */
    private GuardedNode newNode() {
        Signals before = Signals.on(List.of("USR2"), name -> {});
        GuardedNode made = new GuardedNode(
                GROUP, self, () -> !fitness.standsAside() && storage.gate().mayStand());
        before.close();
        return made;
    }

    NodeImpl node() {
        return node;
    }

    PeerId self() {
        return self;
    }

    EngineStorage storage() {
        return storage;
    }

    Fitness fitness() {
        return fitness;
    }

    AppliedHistory history() {
        return history;
    }

    PromptCommit promptCommit() {
        return options.promptCommit();
    }

    PeerProgress progress() {
        return options.progress();
    }

    /** The watch over the leader of this node, which {@link #start} starts. */
    LeaderWatch leaderWatch(
            EngineSettings settings, PeerWire wire, Supplier<Set<Member>> voters, EngineFailure failure) {
        return new LeaderWatch(
                settings.server(),
                node,
                wire,
                voters,
                settings.electionMillis(),
                bug -> failure.failed(EngineFailure.Kind.BUG, "Unexpected: " + bug, bug));
    }

    /** Reads the disk and starts to take requests. If there is a snapshot, it is delivered before this returns. */
    void start(StateMachine stateMachine, LeaderWatch leaderWatch) throws EngineStartException {
        options.setFsm(stateMachine);
        ProtobufMsgFactory.load();
        NodeManager.getInstance().addAddress(self.getEndpoint());
        storage.beforeSnapshots(() -> EngineThreads.guardApplying(node, failure));
        if (!node.init(options) || storage.trouble() != null) {
            String trouble = storage.trouble();
            throw new EngineStartException(
                    trouble != null
                            ? trouble
                            : "The engine could not start. Start with --log-level debug to see its own messages.");
        }
        EngineThreads.guardRequests(node, failure);
        started = true;
        leaderWatch.start(requests, options);
        RaftRpcServerFactory.addRaftRequestProcessors(requests, requestThreads, requestThreads, requestThreads);
        requests.init(null);
    }

    /** Stops within a few seconds. The log is closed when this returns. */
    void stop() {
        requests.shutdown();
        if (started) {
            stopNode();
        }
        // An engine that failed to start is left as it is: its shutdown would wait for queues that do not exist.
        NodeManager.getInstance().removeAddress(self.getEndpoint());
        requestThreads.shutdownNow();
    }

    private void stopNode() {
        CountDownLatch stopped = new CountDownLatch(1);
        node.shutdown(status -> stopped.countDown());
        boolean interrupted = false;
        try {
            if (!stopped.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the engine did not stop in " + STOP_SECONDS_MAX + " s");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
