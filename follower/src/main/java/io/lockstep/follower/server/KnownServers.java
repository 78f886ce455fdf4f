package io.lockstep.follower.server;

import io.lockstep.common.command.RegisteredServer;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.peer.PeerDirectory;
import io.lockstep.follower.peer.PeerIdentity;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.secret.HeldSecret;
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

    private static final int INTRODUCED_MAX = 1_000;

    private final Supplier<Identity> self;
    private final long incarnation;
    private final HeldSecret secret;
    private final Supplier<@Nullable Membership> membership;
    private final IntConsumer onRemoved;
    private Runnable onNew = () -> {};
    private final Map<Integer, String> introduced = new ConcurrentHashMap<>();
    private final Map<Integer, RegisteredServer> servers = new ConcurrentHashMap<>();
    private volatile @Nullable VoteGate gate;

    /**
     * @param self the present identity of this server
     * @param incarnation of this process
     * @param secret what this server has of the cluster's secret
     * @param membership the members of this server's log; null until that is open
     * @param onRemoved called once for each server that is removed
     */
    KnownServers(
            Supplier<Identity> self,
            long incarnation,
            HeldSecret secret,
            Supplier<@Nullable Membership> membership,
            IntConsumer onRemoved) {
        this.membership = membership;
        this.self = self;
        this.incarnation = incarnation;
        this.secret = secret;
        this.onRemoved = onRemoved;
    }

    /** Calls {@code task}, on the loop, whenever the map has a new server. Set before the loop runs. */
    void onNew(Runnable task) {
        onNew = task;
    }

    /** Copies the servers of the map. Loop thread only. */
    void learn(Iterable<RegisteredServer> registered) {
        int knownBefore = servers.size();
        for (RegisteredServer server : registered) {
            RegisteredServer before = servers.put(server.server(), server);
            if (server.isRemoved() && (before == null || !before.isRemoved())) {
                onRemoved.accept(server.server());
            }
        }
        if (servers.size() > knownBefore) {
            onNew.run();
        }
    }

    /** The members of the map, for a server that may not know them all. */
    PeerMessage.Members members() {
        return new PeerMessage.Members(servers.values().stream()
                .filter(server -> !server.isRemoved())
                .map(server -> new PeerMessage.Introduced(server.server(), server.storageId()))
                .toList());
    }

    /** Another server names the members. It is believed if this server's own map or log knows it. */
    void introduced(PeerIdentity by, PeerMessage.Members members) {
        if (isKnownHere(by)) {
            members.servers().stream()
                    .limit(INTRODUCED_MAX)
                    .forEach(each -> introduced.put(each.server(), each.storageId()));
        }
    }

    @Override
    public boolean isMember(PeerIdentity other) {
        return isKnownHere(other) || (!isRemoved(other.server()) && isIntroduced(other));
    }

    private boolean isIntroduced(PeerIdentity other) {
        return !servers.containsKey(other.server()) && other.storageId().equals(introduced.get(other.server()));
    }

    /** A server that is not yet a member of its own log cannot tell who else is, and takes every server for one. */
    private boolean isKnownHere(PeerIdentity other) {
        RegisteredServer known = servers.get(other.server());
        if (known != null) {
            return !known.isRemoved() && known.storageId().equals(other.storageId());
        }
        Membership now = membership.get();
        return now != null
                && (now.contains(other.server()) || !now.contains(self.get().server()));
    }

    /** The members of this server's log; null until that is open. */
    @Nullable
    Membership membership() {
        return membership.get();
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
    public HeldSecret secret() {
        return secret;
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
