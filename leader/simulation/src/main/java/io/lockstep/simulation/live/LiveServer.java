package io.lockstep.simulation.live;

import io.lockstep.common.net.CannotListenException;
import io.lockstep.common.net.Connection;
import io.lockstep.common.net.ConnectionHandler;
import io.lockstep.common.net.EventLoop;
import io.lockstep.common.net.LoopOwner;
import io.lockstep.common.net.LoopSettings;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.forwarding.PeerChannel;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.forwarding.PeerNetwork;
import io.lockstep.follower.node.Node;
import io.lockstep.leader.term.Leadership;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One server of a {@link LiveCluster}: a node, its loop with a thread of its own, and a port on the loopback address.
 * The public methods are safe for any thread.
 */
public final class LiveServer implements AutoCloseable {

    private static final int CLIENTS_MAX = 1_000;

    private final int number;
    private final ClientTraffic traffic;
    private final EventLoop loop;
    private final InetSocketAddress address;
    private final Set<LiveConnection> connections = new HashSet<>();
    private @Nullable Thread thread;
    private @Nullable Node node;
    private @Nullable LiveReplication replication;
    private @Nullable LiveLog log;

    /** Listens; {@link #start} begins to serve. */
    LiveServer(int number, ClientTraffic traffic) {
        this.number = number;
        this.traffic = traffic;
        this.loop = new EventLoop(
                new Turns(),
                new LoopSettings(
                        ProtocolLimits.LINE_BYTES_MAX,
                        CLIENTS_MAX,
                        "* BYE reason=connections",
                        LoopSettings.OUTBOUND_BYTES_MAX_DEFAULT,
                        1L << 28));
        try {
            this.address = loop.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (CannotListenException noPort) {
            throw new UncheckedIOException(new IOException(noPort));
        }
    }

    int number() {
        return number;
    }

    /** The address for clients, {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + address.getPort();
    }

    /** Starts the node and its thread. */
    void start(NodeIdentity identity, LiveLog sharedLog, LiveCluster cluster) {
        log = sharedLog;
        node = new Node(
                identity,
                NodeSettings.defaults(),
                events -> {
                    replication = new LiveReplication(sharedLog, number, this::post, (Node) events);
                    return replication;
                },
                Leadership::new,
                new Peers(cluster, number),
                NodeClock.system(),
                new SplittableRandom());
        thread = new Thread(loop, "live-server-" + number);
        thread.setDaemon(true);
        thread.start();
        sharedLog.started(replication);
    }

    private record Peers(LiveCluster cluster, int here) implements PeerNetwork {
        @Override
        public PeerChannel channelTo(int server, String peerAddress) {
            return new Asking(cluster, here, server);
        }

        @Override
        public void flush() {}

        @Override
        public Set<Integer> linked() {
            return Set.of();
        }
    }

    /** A channel from {@code here} to {@code there}, for questions; answers come back over the same one. */
    private record Asking(LiveCluster cluster, int here, int there) implements PeerChannel {
        @Override
        public int server() {
            return there;
        }

        @Override
        public void send(PeerMessage message) {
            LiveServer target = cluster.server(there);
            target.post(() -> target.served().asked(new Answering(this), (PeerMessage.Question) message));
        }
    }

    /** The other end of a channel. */
    private record Answering(Asking asked) implements PeerChannel {
        @Override
        public int server() {
            return asked.here;
        }

        @Override
        public void send(PeerMessage message) {
            LiveServer target = asked.cluster.server(asked.here);
            target.post(() -> target.served().answered(asked, (PeerMessage.Answer) message));
        }
    }

    Node served() {
        if (node == null) {
            throw new IllegalStateException("the server was not started");
        }
        return node;
    }

    private void post(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            // What reaches a server that has stopped is lost.
        }
    }

    /** Closes all connections of clients; new ones are accepted. Returns at once. */
    public void cut() {
        post(() -> List.copyOf(connections).forEach(LiveConnection::cut));
    }

    /** Stops the server at once, as a crash does. Blocks until its port is closed. Does nothing if it is stopped. */
    @Override
    public void close() {
        if (log != null && replication != null) {
            log.stopped(replication);
        }
        cut();
        post(loop::stop);
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The turns of the loop, as a real server has them. */
    private final class Turns implements LoopOwner {

        private long nextTickNanos = System.nanoTime();

        @Override
        public ConnectionHandler opened(Connection connection) {
            LiveConnection[] self = new LiveConnection[1];
            self[0] = new LiveConnection(
                    connection, served(), traffic, LiveServer.this::post, () -> connections.remove(self[0]));
            connections.add(self[0]);
            return self[0];
        }

        @Override
        public long tick(long nowNanos) {
            if (nowNanos - nextTickNanos >= 0) {
                nextTickNanos = nowNanos + Node.TICK_NANOS;
                served().tick();
            } else {
                served().flush();
            }
            return nextTickNanos - nowNanos;
        }

        @Override
        public void stalled(long gapNanos) {}

        @Override
        public void cut(int clients) {}

        @Override
        public void acceptFailed(IOException reason) {
            throw new UncheckedIOException(reason);
        }
    }
}
