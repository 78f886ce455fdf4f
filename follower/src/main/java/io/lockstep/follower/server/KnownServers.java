package io.lockstep.follower.server;

import io.lockstep.common.command.RegisteredServer;
import io.lockstep.follower.peer.PeerDirectory;
import io.lockstep.follower.peer.PeerIdentity;
import io.lockstep.follower.trust.DiskReport;
import io.lockstep.follower.trust.VoteGate;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The identities of this server and of those in the map, for the wire, which asks on its own threads. */
final class KnownServers implements PeerDirectory {

    private final Supplier<PeerIdentity> self;
    private final Map<Integer, String> storageIds = new ConcurrentHashMap<>();
    private volatile @Nullable VoteGate gate;

    KnownServers(Supplier<PeerIdentity> self) {
        this.self = self;
    }

    /** Copies the storage ids from the map. */
    void learn(Iterable<RegisteredServer> servers) {
        for (RegisteredServer server : servers) {
            storageIds.put(server.server(), server.storageId());
        }
    }

    /** Whether the map names no server but this one. */
    boolean isAlone() {
        return storageIds.size() <= 1;
    }

    /** From now on, hellos say how far the disk has come, and what others say of it is heard. */
    void compareWith(VoteGate disk) {
        gate = disk;
    }

    @Override
    public PeerIdentity self() {
        return self.get();
    }

    @Override
    public @Nullable String storageIdOf(int server) {
        return storageIds.get(server);
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
