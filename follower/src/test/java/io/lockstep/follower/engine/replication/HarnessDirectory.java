package io.lockstep.follower.engine.replication;

import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.follower.peer.PeerDirectory;
import io.lockstep.follower.peer.PeerIdentity;
import io.lockstep.follower.secret.HeldSecret;
import io.lockstep.follower.trust.DiskReport;
import io.lockstep.follower.trust.VoteGate;
import java.io.IOException;
import java.util.Set;

/**
 * The servers of a harness, as one of them knows them. A server that is cut off is in another cluster: it refuses every
 * other server, and every other server refuses it.
 */
record HarnessDirectory(int number, long incarnation, VoteGate gate, Set<Integer> cutOff) implements PeerDirectory {

    private static final ClusterSecret SECRET = ClusterSecret.random();

    @Override
    public PeerIdentity self() {
        String cluster = cutOff.contains(number) ? "cut-off" : "cluster";
        return new PeerIdentity(cluster, number, EngineHarness.storageId(number), incarnation);
    }

    @Override
    public HeldSecret secret() {
        HeldSecret held = new HeldSecret();
        held.receive(SECRET);
        return held;
    }

    @Override
    public String storageIdOf(int server) {
        return cutOff.contains(server) || cutOff.contains(number) ? "cut-off" : EngineHarness.storageId(server);
    }

    @Override
    public DiskReport report() {
        return gate.report();
    }

    @Override
    public void met(PeerIdentity other, DiskReport report) throws IOException {
        gate.met(other.server(), EngineHarness.storageId(other.server()), other.incarnation(), report);
    }
}
