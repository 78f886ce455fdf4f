package io.lockstep.follower.client;

import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.forwarding.LeaderLink;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.replication.Replication;
import java.util.Set;
import java.util.function.IntSupplier;

/** What a server reports about itself and the cluster, apart from locks. */
final class ServerFacts {

    private final NodeIdentity self;
    private final LeaderLink leaderLink;
    private final Replication replication;
    private final IntSupplier connections;

    ServerFacts(NodeIdentity self, LeaderLink leaderLink, Replication replication, IntSupplier connections) {
        this.self = self;
        this.leaderLink = leaderLink;
        this.replication = replication;
        this.connections = connections;
    }

    /** This server's role in one word; {@code none} while no leader is known. */
    String role() {
        return leaderLink.leader() == 0 ? "none" : roleOf(self.server());
    }

    /** The role of any server, as far as this one knows it. */
    String roleOf(int server) {
        if (server == leaderLink.leader()) {
            return "leader";
        }
        return contains(membership().voters(), server) ? "follower" : "learner";
    }

    Membership membership() {
        return replication.membership();
    }

    int connections() {
        return connections.getAsInt();
    }

    private static boolean contains(Set<Member> members, int server) {
        return members.stream().anyMatch(member -> member.server() == server);
    }
}
