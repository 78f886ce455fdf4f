package io.lockstep.follower.server;

import io.lockstep.follower.peer.PeerRefusal;
import io.lockstep.follower.peer.RefusalReason;
import io.lockstep.follower.replication.Membership;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What a refused hello tells a server that is a member of a cluster. Anybody can send a refusal, so only one that is
 * believed is a reason to stop, and hardly any of those. Any thread.
 */
final class RefusedHellos {

    /** For so long after it founded a cluster, a server that is alone believes that it should have joined another. */
    private static final long FOUNDING_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final boolean founding;
    private final long startedNanos = System.nanoTime();
    private final KnownServers servers;
    private final Path data;
    private final ServerLoop loop;

    /**
     * @param founding whether this server founded its cluster in this run
     * @param loop ends the server
     */
    RefusedHellos(boolean founding, KnownServers servers, Path data, ServerLoop loop) {
        this.founding = founding;
        this.servers = servers;
        this.data = data;
        this.loop = loop;
    }

    /** A hello was refused, here or at the other end. */
    void refused(PeerRefusal refusal) {
        if (!refusal.believed()) {
            return;
        }
        if (isOfAnotherCluster(refusal) && hasJustFounded()) {
            loop.fail(Exclusion.foundedAgain(servers.self().clusterId(), refusal, data));
        } else if (refusal.reason() == RefusalReason.REMOVED && isOfMember(refusal)) {
            removed();
        }
    }

    private static boolean isOfAnotherCluster(PeerRefusal refusal) {
        return refusal.reason() == RefusalReason.OTHER_CLUSTER || refusal.reason() == RefusalReason.OTHER_SECRET;
    }

    /** This server was removed from the cluster. */
    void removed() {
        loop.fail(Exclusion.removed(servers.self().server(), data));
    }

    /** A founder that has served for a while, that has members, or that was started again does not stop. */
    private boolean hasJustFounded() {
        return founding && servers.isAlone() && System.nanoTime() - startedNanos < FOUNDING_NANOS;
    }

    /**
     * Only a member that this server has dialled itself is believed to say that it was removed. Without a leader it
     * dials all members.
     */
    private boolean isOfMember(PeerRefusal refusal) {
        Membership membership = servers.membership();
        return refusal.dialled()
                && !refusal.here()
                && membership != null
                && membership.addressesWithout(servers.self().server()).contains(refusal.address());
    }
}
