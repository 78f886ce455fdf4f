package io.lockstep.simulation;

import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.follower.access.Tokens;
import io.lockstep.follower.context.AccessSettings;
import io.lockstep.follower.context.ClusterSettings;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.forwarding.PeerChannel;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.node.Node;
import io.lockstep.follower.replication.Member;
import io.lockstep.simulation.log.ServerDisk;
import io.lockstep.simulation.network.PeerPort;
import io.lockstep.simulation.time.Randomness;
import io.lockstep.simulation.time.SimulatedLoop;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One server of a run: its disk, and its process while that runs. A server without a number first asks another server
 * for one, as {@code JoinCluster} does.
 */
final class SimulatedServer {

    /** Few, so that the oldest grants go while a test runs. */
    private static final long HISTORY_BYTES = 2 << 10;

    private static final long ASK_AGAIN_MICROS_MAX = 400_000;

    private final SimulatedCluster cluster;
    private final int host;
    private final Randomness random;
    private ServerDisk disk = new ServerDisk();
    private int disks = 1;
    private int number;
    private String clusterId = "";
    private @Nullable ServerProcess process;
    private @Nullable Joining joining;

    SimulatedServer(SimulatedCluster cluster, int host, Randomness random) {
        this.cluster = cluster;
        this.host = host;
        this.random = random;
    }

    int host() {
        return host;
    }

    /** Returns its number in the cluster; 0 if it has none yet. */
    int number() {
        return number;
    }

    String peerAddress() {
        return "server-" + host + ":9100";
    }

    private String clientAddress() {
        return "server-" + host + ":9000";
    }

    Member member() {
        return new Member(number, peerAddress());
    }

    /** Makes this the first server of a new cluster. */
    void found(String newClusterId) {
        number = 1;
        clusterId = newClusterId;
    }

    @Nullable
    ServerProcess process() {
        return process;
    }

    boolean isUp() {
        return process != null || joining != null;
    }

    void start() {
        if (number == 0) {
            joining = new Joining();
        } else {
            run();
        }
    }

    private void run() {
        cluster.started();
        cluster.trace("server-" + host, "starts as number " + number);
        NodeIdentity identity = new NodeIdentity(
                clusterId,
                new ServerIncarnation(number, random.anyLong()),
                storageId(),
                clientAddress(),
                peerAddress(),
                cluster.newestProgram());
        NodeSettings defaults = NodeSettings.defaults();
        boolean founder = number == 1;
        ClusterSettings asked = founder
                ? new ClusterSettings(
                        OptionalInt.of(cluster.plan().locksPerClient()),
                        OptionalLong.empty(),
                        OptionalLong.of(HISTORY_BYTES))
                : ClusterSettings.NONE;
        NodeSettings settings = new NodeSettings(
                founder,
                asked,
                defaults.pendingMax(),
                defaults.inFlightMax(),
                defaults.watchesMax(),
                defaults.connectionsMax(),
                cluster.plan().snapshotBytes(),
                defaults.mapBound(),
                1_000 * cluster.plan().requestTimeoutMicros(),
                access(founder));
        process = new ServerProcess(cluster, this, identity, settings, disk, random.split());
    }

    /** Returns the settings of a server that is started with {@code --users}, if the cluster is to have users. */
    private AccessSettings access(boolean founder) {
        return cluster.plan().users()
                ? new AccessSettings(true, founder ? Tokens.hash(SimulatedCluster.ADMIN_TOKEN) : null, false)
                : AccessSettings.OPEN;
    }

    /** Ends the process without any warning. */
    void crash() {
        cluster.trace("server-" + host, "crashes");
        if (process != null) {
            process.stop();
            process = null;
        }
        if (joining != null) {
            joining.stop();
            joining = null;
        }
    }

    /** Ends the process and loses its disk: it starts as a new server. */
    void wipe() {
        cluster.trace("server-" + host, "loses its disk");
        crash();
        disk = new ServerDisk();
        disks++;
        number = 0;
        clusterId = "";
    }

    private String storageId() {
        return "disk-" + host + "-" + disks;
    }

    /** Returns the node; null while the server is down. */
    @Nullable
    Node node() {
        return process == null ? null : process.node();
    }

    /** A server without a number: asks one server after another for a number until it gets one. */
    private final class Joining implements PeerPort.Owner {
        private final SimulatedLoop loop = new SimulatedLoop(cluster.scheduler(), random.split());
        private final PeerPort port = new PeerPort(cluster.network(), host, 0, peerAddress(), loop, this);
        private boolean over;

        Joining() {
            cluster.trace("server-" + host, "wants to join");
            ask();
        }

        private void ask() {
            if (over) {
                return;
            }
            SimulatedServer contact = random.pick(cluster.servers());
            PeerChannel channel = contact.number == 0 ? null : port.channelTo(contact.peerAddress());
            if (channel != null) {
                channel.send(new PeerMessage.Join(
                        storageId(), clientAddress(), peerAddress(), false, cluster.newestProgram()));
            }
            cluster.scheduler().after(random.between(0, ASK_AGAIN_MICROS_MAX), this::ask);
        }

        void stop() {
            over = true;
            loop.stop();
            port.stop();
        }

        @Override
        public void connected(PeerChannel channel) {}

        @Override
        public void asked(PeerChannel from, PeerMessage.Question message) {}

        @Override
        public void answered(PeerChannel from, PeerMessage.Answer message) {
            if (message instanceof PeerMessage.Joined joined && !over) {
                stop();
                joining = null;
                cluster.observer().met("server: joined");
                number = joined.server();
                clusterId = joined.clusterId();
                run();
            }
        }

        @Override
        public void closed(PeerChannel channel) {}
    }
}
