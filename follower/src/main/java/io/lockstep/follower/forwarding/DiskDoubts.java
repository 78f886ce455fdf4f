package io.lockstep.follower.forwarding;

import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.replication.DiskTrust;
import io.lockstep.follower.replication.Replication;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which servers may have lost what they acknowledged, and so do not vote for now. Such a server tells all others, also
 * without a leader, since it may be the reason why there is none. Loop thread only.
 */
public final class DiskDoubts {

    private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** A doubt that was not told again for this long has ended. */
    private static final long TOLD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int self;
    private final Replication replication;
    private final LeaderLink leaderLink;
    private final NodeClock clock;
    private final Map<Integer, Told> told = new HashMap<>();
    private long tellNanos;

    DiskDoubts(int self, Replication replication, LeaderLink leaderLink, NodeClock clock) {
        this.self = self;
        this.replication = replication;
        this.leaderLink = leaderLink;
        this.clock = clock;
        this.tellNanos = clock.nanoTime();
    }

    /** Another server says that it is in doubt. */
    public void told(int server, PeerMessage.InDoubt message) {
        told.put(server, new Told(message.waitsFor(), clock.nanoTime()));
    }

    /** Tells the others of this server's own doubt, and forgets those that have ended. */
    void tick() {
        long nowNanos = clock.nanoTime();
        told.values().removeIf(doubt -> nowNanos - doubt.nanos > TOLD_NANOS);
        if (nowNanos - tellNanos < 0) {
            return;
        }
        List<Integer> waitsFor = ownDoubt();
        if (waitsFor != null) {
            tellNanos = nowNanos + TELL_NANOS;
            leaderLink.tellMembers(new PeerMessage.InDoubt(waitsFor));
        }
    }

    /** The voters that a server in doubt has not heard of, in order of their numbers; null if it is not in doubt. */
    public @Nullable List<Integer> waitsFor(int server) {
        if (server == self) {
            return ownDoubt();
        }
        Told doubt = told.get(server);
        return doubt == null ? null : doubt.waitsFor;
    }

    private @Nullable List<Integer> ownDoubt() {
        DiskTrust trust = replication.diskTrust();
        return trust.doubted() ? List.copyOf(new TreeSet<>(trust.waitsFor())) : null;
    }

    private record Told(List<Integer> waitsFor, long nanos) {}
}
