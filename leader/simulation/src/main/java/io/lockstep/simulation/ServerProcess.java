package io.lockstep.simulation;

import io.lockstep.common.entry.ByteSource;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.forwarding.PeerChannel;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.node.Node;
import io.lockstep.follower.replication.Replication;
import io.lockstep.follower.replication.ReplicationEvents;
import io.lockstep.leader.term.Leadership;
import io.lockstep.simulation.log.ServerDisk;
import io.lockstep.simulation.log.SimulatedReplication;
import io.lockstep.simulation.network.ClientPort;
import io.lockstep.simulation.network.PeerPort;
import io.lockstep.simulation.time.Randomness;
import io.lockstep.simulation.time.SimulatedClock;
import io.lockstep.simulation.time.SimulatedLoop;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of one server: a whole node with a simulated log, network and clock, wired as {@code Server} wires a real
 * one.
 */
final class ServerProcess {

    private static final long TICK_MICROS = TimeUnit.NANOSECONDS.toMicros(Node.TICK_NANOS);

    private final SimulatedCluster cluster;
    private final SimulatedServer server;
    private final SimulatedLoop loop;
    private final PeerPort peers;
    private final SimulatedReplication replication;
    private final Node node;
    private final ClientPort clients;

    ServerProcess(
            SimulatedCluster cluster,
            SimulatedServer server,
            NodeIdentity identity,
            NodeSettings settings,
            ServerDisk disk,
            Randomness random) {
        this.cluster = cluster;
        this.server = server;
        this.loop = new SimulatedLoop(cluster.scheduler(), random.split());
        this.peers = new PeerPort(
                cluster.network(), server.host(), server.number(), server.peerAddress(), loop, new PeerEvents());
        this.replication = new SimulatedReplication(cluster.log(), server.number(), disk, loop, random.split());
        this.node = new Node(
                identity,
                settings,
                events -> (Replication) replication,
                Leadership::new,
                peers,
                new SimulatedClock(cluster.scheduler(), random.split()),
                new SplittableRandom(random.anyLong()));
        this.clients = new ClientPort(cluster.network(), server.host(), loop, node::connected, this::lineTaken);
        loop.afterEachTurn(node::flush);
        replication.start(new LogEvents());
        tickSoon();
        cluster.observer().started(server);
    }

    Node node() {
        return node;
    }

    SimulatedLoop loop() {
        return loop;
    }

    SimulatedReplication replication() {
        return replication;
    }

    boolean isStalled() {
        return loop.stalled();
    }

    void stop() {
        peers.stop();
        clients.stop();
        replication.stop();
    }

    /** Hands over leadership and tells the clients. The process ends soon after. */
    void beginToStop() {
        loop.post(() -> {
            node.transferLeadership();
            clients.sayShutdown();
        });
    }

    /** Returns whether this server leads or can reach the leader. */
    boolean hasLeaderInReach() {
        int leader = cluster.log().leader();
        if (leader == 0 || node.leader() != leader) {
            return false;
        }
        SimulatedServer other = cluster.serverOfNumber(leader);
        return other.process() != null
                && other.process().node.leads()
                && (other == server || peers.reaches(other.host(), other.peerAddress()));
    }

    private void lineTaken(String clientAddress) {
        cluster.observer().lineTaken(this, server, clientAddress);
    }

    private void tickSoon() {
        cluster.scheduler().after(TICK_MICROS, () -> loop.post(this::tick));
    }

    private void tick() {
        node.tick();
        String contradiction = node.contradiction();
        if (contradiction != null) {
            throw new IllegalStateException("server " + server.host() + ": " + contradiction);
        }
        tickSoon();
    }

    private final class PeerEvents implements PeerPort.Owner {
        @Override
        public void connected(PeerChannel channel) {
            node.peerConnected(channel);
        }

        @Override
        public void asked(PeerChannel from, PeerMessage.Question message) {
            node.asked(from, message);
        }

        @Override
        public void answered(PeerChannel from, PeerMessage.Answer message) {
            node.answered(from, message);
        }

        @Override
        public void closed(PeerChannel channel) {
            node.peerClosed(channel);
        }
    }

    /** Passes the log's events to the node and traces them. */
    private final class LogEvents implements ReplicationEvents {

        private @Nullable String roleTraced;

        @Override
        public void applied(long index, byte[] entry) {
            node.applied(index, entry);
            cluster.observer().applied(server, node, index);
        }

        @Override
        public void leading(long term) {
            trace("leads in term " + term);
            cluster.observer().met("server: leads");
            node.leading(term);
        }

        @Override
        public void following(int leader, long term) {
            trace("follows " + leader + " in term " + term);
            node.following(leader, term);
        }

        @Override
        public void leaderless(long term) {
            trace("knows of no leader in term " + term);
            node.leaderless(term);
        }

        @Override
        public ByteSource snapshotWanted() {
            cluster.observer().met("server: snapshot taken");
            return node.snapshotWanted();
        }

        @Override
        public Runnable readSnapshot(long index, ByteSource snapshot) {
            Runnable replaceMap = node.readSnapshot(index, snapshot);
            return () -> {
                cluster.trace("server-" + server.host(), "loads the snapshot of index " + index);
                cluster.observer().met("server: snapshot loaded");
                replaceMap.run();
                cluster.observer().applied(server, node, index);
            };
        }

        private void trace(String role) {
            cluster.observer().roleChanged();
            if (!role.equals(roleTraced)) {
                roleTraced = role;
                cluster.trace("server-" + server.host(), role);
            }
        }
    }
}
