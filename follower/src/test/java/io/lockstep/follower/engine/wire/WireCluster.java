package io.lockstep.follower.engine.wire;

import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.rpc.RaftRpcServerFactory;
import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.follower.peer.PeerDirectory;
import io.lockstep.follower.peer.PeerIdentity;
import io.lockstep.follower.peer.PeerLink;
import io.lockstep.follower.peer.PeerListener;
import io.lockstep.follower.peer.PeerRefusal;
import io.lockstep.follower.peer.PeerSettings;
import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.secret.HeldSecret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Bare nodes of the engine in one process, connected over real sockets by our wire, with the engine's own log. */
public final class WireCluster implements AutoCloseable {

    private static final String GROUP = "test";

    public final List<Server> servers = new ArrayList<>();

    public WireCluster(Path directory, int size, Consumer<PeerNodeOptions> options) throws IOException {
        Configuration configuration = new Configuration();
        for (int number = 1; number <= size; number++) {
            Server server = new Server(number, directory.resolve("server" + number));
            servers.add(server);
            configuration.addPeer(server.peer);
        }
        for (Server server : servers) {
            server.start(configuration, options);
        }
    }

    /** Waits until all agree on a leader that has applied an entry of its own term. */
    public Server awaitLeader() throws TimeoutException, InterruptedException {
        await("a leader", () -> leader() != null);
        Server leader = leader();
        if (leader == null) {
            return awaitLeader();
        }
        return leader;
    }

    private Server leader() {
        for (Server server : servers) {
            if (server.node.isLeader(false)
                    && servers.stream().allMatch(other -> server.peer.equals(other.node.getLeaderId()))) {
                return server;
            }
        }
        return null;
    }

    static void await(String what, BooleanSupplier condition) throws TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("waited in vain for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    @Override
    public void close() {
        servers.forEach(Server::close);
    }

    /** Applies numbers, and remembers the last one and their count. */
    static final class Numbers extends StateMachineAdapter {
        private final PeerNodeOptions options;
        long lastIndex;
        long lastNumber;
        long count;
        long lastAppliedNanos;

        Numbers(PeerNodeOptions options) {
            this.options = options;
        }

        @Override
        public void onApply(Iterator entries) {
            while (entries.hasNext()) {
                synchronized (this) {
                    // The engine sends the same buffer to other servers, so its position stays.
                    lastNumber = entries.getData().duplicate().getLong();
                    lastIndex = entries.getIndex();
                    count++;
                    lastAppliedNanos = System.nanoTime();
                    notifyAll();
                }
                if (entries.done() != null) {
                    entries.done().run(Status.OK());
                }
                entries.next();
            }
            options.promptCommit().applied(entries.getIndex() - 1);
        }

        synchronized long lastNumber() {
            return lastNumber;
        }

        synchronized boolean awaitNumber(long number, long millis) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            while (lastNumber < number) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        }
    }

    private static final ClusterSecret SECRET = ClusterSecret.random();

    public static final class Server implements PeerDirectory, PeerListener, AutoCloseable {
        final int number;
        final Path directory;
        public final PeerWire wire = new PeerWire(this, this, PeerSettings.defaults());
        final PeerId peer;
        final PeerNodeOptions options = new PeerNodeOptions(wire);
        final Numbers numbers = new Numbers(options);
        final List<PeerLink> inbound = new ArrayList<>();
        RaftGroupService group;
        public Node node;

        Server(int number, Path directory) throws IOException {
            this.number = number;
            this.directory = directory;
            this.peer = new PeerId("127.0.0.1", wire.listen("127.0.0.1", 0).port(), number);
        }

        void start(Configuration configuration, Consumer<PeerNodeOptions> more) {
            RaftOptions raft = new RaftOptions();
            raft.setDisruptorBufferSize(1024);
            options.setRaftOptions(raft);
            options.setElectionTimeoutMs(500);
            options.setRpcDefaultTimeout(1000);
            options.setRpcProcessorThreadPoolSize(6);
            options.setInitialConf(configuration);
            options.setFsm(numbers);
            options.setLogUri(directory.resolve("log").toString());
            options.setRaftMetaUri(directory.resolve("meta").toString());
            options.setSharedElectionTimer(true);
            options.setSharedVoteTimer(true);
            options.setSharedStepDownTimer(true);
            options.setSharedSnapshotTimer(true);
            options.setTimerPoolSize(1);
            more.accept(options);
            directory.toFile().mkdirs();
            PeerRpcServer server = new PeerRpcServer(wire, peer.getPort());
            RaftRpcServerFactory.addRaftRequestProcessors(
                    server, Executors.newFixedThreadPool(4), Executors.newFixedThreadPool(1));
            group = new RaftGroupService(GROUP, peer, options, server);
            node = group.start();
        }

        void propose(long number, Consumer<Status> done) {
            Task task = new Task();
            task.setData(ByteBuffer.allocate(8).putLong(number).flip());
            task.setDone(done::accept);
            node.apply(task);
        }

        /** Whether this server has accepted a link; the other end may know of the link earlier. */
        boolean hasInbound() {
            synchronized (inbound) {
                return inbound.stream().anyMatch(PeerLink::isOpen);
            }
        }

        void cutInbound() {
            List<PeerLink> links;
            synchronized (inbound) {
                links = List.copyOf(inbound);
            }
            links.forEach(PeerLink::close);
        }

        @Override
        public PeerIdentity self() {
            return new PeerIdentity("cluster", number, "storage" + number, number * 1000L);
        }

        @Override
        public HeldSecret secret() {
            HeldSecret held = new HeldSecret();
            held.receive(SECRET);
            return held;
        }

        @Override
        public String storageIdOf(int server) {
            return "storage" + server;
        }

        @Override
        public void linkUp(PeerLink link) {
            if (!link.outbound()) {
                synchronized (inbound) {
                    inbound.add(link);
                }
            }
        }

        @Override
        public void received(PeerLink link, List<byte[]> messages) {}

        @Override
        public void linkClosed(PeerLink link) {
            synchronized (inbound) {
                inbound.remove(link);
            }
        }

        @Override
        public void refused(PeerRefusal refusal) {
            throw new AssertionError(refusal.explanation());
        }

        @Override
        public void close() {
            wire.close();
            if (group != null) {
                group.shutdown();
            }
        }
    }
}
