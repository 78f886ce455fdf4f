package io.lockstep.follower.server;

import io.lockstep.common.command.RegisteredServer;
import io.lockstep.follower.peer.PeerDirectory;
import io.lockstep.follower.peer.PeerIdentity;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.trust.DiskReport;
import io.lockstep.follower.trust.VoteGate;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The identities of this server and of those in the map, for the wire, which asks on its own threads. */
final class KnownServers implements PeerDirectory {

    private final Supplier<Identity> self;
    private final long incarnation;
    private final IntConsumer onRemoved;
    private final Map<Integer, RegisteredServer> servers = new ConcurrentHashMap<>();
    private volatile @Nullable VoteGate gate;

    /**
     * @param self the present identity of this server
     * @param incarnation of this process
     * @param onRemoved called once for each server that is removed
     */
    KnownServers(Supplier<Identity> self, long incarnation, IntConsumer onRemoved) {
        this.self = self;
        this.incarnation = incarnation;
        this.onRemoved = onRemoved;
    }

    /** Copies the servers of the map. Loop thread only. */
    void learn(Iterable<RegisteredServer> registered) {
        for (RegisteredServer server : registered) {
            RegisteredServer before = servers.put(server.server(), server);
            if (server.isRemoved() && (before == null || !before.isRemoved())) {
                onRemoved.accept(server.server());
            }
        }
    }

    /** Whether the map names no server but this one. */
    boolean isAlone() {
        return servers.size() <= 1;
    }

    /** From now on, hellos say how far the disk has come, and what others say of it is heard. */
    void compareWith(VoteGate disk) {
        gate = disk;
    }

    @Override
    public PeerIdentity self() {
        Identity now = self.get();
        return new PeerIdentity(now.clusterId(), now.server(), now.storageId(), incarnation);
    }

    @Override
    public @Nullable String storageIdOf(int server) {
        RegisteredServer known = servers.get(server);
        return known == null ? null : known.storageId();
    }

    @Override
    public boolean isRemoved(int server) {
        RegisteredServer known = servers.get(server);
        return known != null && known.isRemoved();
    }

    @Override
    public DiskReport report() {
        VoteGate disk = gate;
        return disk == null ? DiskReport.NONE : disk.report();
    }

    @Override
    public void met(PeerIdentity other, DiskReport report) throws IOException {
        VoteGate disk = gate;
        if (disk != null) {
            disk.met(other.server(), other.storageId(), other.incarnation(), report);
        }
    }
}
