package io.lockstep.follower.session;

import io.lockstep.common.lock.Lease;
import io.lockstep.common.lock.Session;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.Line;
import io.lockstep.follower.forwarding.LeaderLink;
import io.lockstep.follower.forwarding.LeaderRole;
import io.lockstep.follower.map.ReplicatedMap;

/** What rows say of a session. Loop thread only. */
public final class SessionRows {

    private final ReplicatedMap map;
    private final LeaderLink leaderLink;

    public SessionRows(ReplicatedMap map, LeaderLink leaderLink) {
        this.map = map;
        this.leaderLink = leaderLink;
    }

    /** Adds who a session is, where its client is, how long it lives, and how many locks it holds and waits for. */
    public Line describe(Line line, Session session) {
        line.option("session", session.number()).option("client", session.clientId());
        if (!session.label().isEmpty()) {
            line.option("label", session.label());
        }
        if (!session.user().isEmpty()) {
            line.option("user", session.user());
        }
        line.option("address", session.clientAddress())
                .option("server", session.home().server());
        life(line, session.number());
        line.option("locks", session.locksHeld());
        int waiting = waiting(session);
        return waiting > 0 ? line.option("waiting", waiting) : line;
    }

    /** A session that is there for one grant waits until its lease begins; another session has sent the request. */
    private static int waiting(Session session) {
        Lease own = session.lease();
        return own == null ? session.waitingCount() : own.endsClusterMillis() == 0 ? 1 : 0;
    }

    /**
     * Adds the TTL of a session and, on the leader, the rest of its lease. Of a session that is there for one grant,
     * every server knows the rest of the lease.
     */
    public Line life(Line line, long number) {
        Session session = map.machine().session(number);
        Lease own = session == null ? null : session.lease();
        if (own != null) {
            // While the request waits, its lease has not begun.
            long millis = own.endsClusterMillis() == 0
                    ? own.millis()
                    : Math.max(0, own.endsClusterMillis() - map.clusterMillisAbout());
            return line.option("lease", Durations.format(millis));
        }
        if (session != null) {
            line.option("ttl", Durations.format(session.ttlMillis()));
        }
        LeaderRole leader = leaderLink.role();
        return leader == null ? line : line.option("lease", Durations.format(leader.leaseRemainingMillis(number)));
    }
}
