package io.lockstep.follower.client;

import io.lockstep.common.command.RegisteredServer;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.forwarding.ClusterHealth;
import io.lockstep.follower.forwarding.LeaderLink;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.replication.Replication;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a server reports about itself and the cluster, apart from locks. */
final class ServerFacts {

    private static final int STORAGE_ID_SHOWN = 8;

    private final NodeIdentity self;
    private final ReplicatedMap map;
    private final LeaderLink leaderLink;
    private final Replication replication;
    private final ClusterHealth health;
    private final IntSupplier connections;

    ServerFacts(
            NodeIdentity self,
            ReplicatedMap map,
            LeaderLink leaderLink,
            Replication replication,
            ClusterHealth health,
            IntSupplier connections) {
        this.self = self;
        this.map = map;
        this.leaderLink = leaderLink;
        this.replication = replication;
        this.health = health;
        this.connections = connections;
    }

    /** This server's role in one word; {@code none} while no leader is known. */
    String role() {
        return leaderLink.leader() == 0 ? "none" : roleOf(self.server(), observes(self.server()));
    }

    /** The role of any server, as far as this one knows it. */
    String roleOf(RegisteredServer server) {
        return roleOf(server.server(), server.observer());
    }

    /** The role of a member of the log that is not in the map. */
    String roleOf(Member member) {
        return roleOf(member.server(), false);
    }

    /** The members that the log names, in the order of their numbers. */
    List<Member> membersOfLog() {
        return Stream.concat(membership().voters().stream(), membership().learners().stream())
                .sorted(Comparator.comparingInt(Member::server))
                .toList();
    }

    private String roleOf(int server, boolean observer) {
        if (server == leaderLink.leader()) {
            return "leader";
        }
        if (contains(membership().voters(), server)) {
            return "follower";
        }
        return observer ? "observer" : "learner";
    }

    private boolean observes(int server) {
        RegisteredServer known = map.machine().server(server);
        return known != null && known.observer();
    }

    /** The silent voters' numbers, separated by commas; empty if all are heard of. */
    Optional<String> missing() {
        return listed(health.missing());
    }

    /** The numbers of the voters in doubt of their disk, separated by commas; empty if there are none. */
    Optional<String> doubtful() {
        return listed(health.doubtful());
    }

    /** Numbers separated by commas; empty if there are none. */
    static Optional<String> listed(List<Integer> servers) {
        return servers.isEmpty()
                ? Optional.empty()
                : Optional.of(servers.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    /** The beginning of a storage id: enough to tell two servers apart, too little to pass for one. */
    static String shortStorageId(String storageId) {
        return storageId.substring(0, Math.min(STORAGE_ID_SHOWN, storageId.length()));
    }

    /** Who is heard of. */
    ClusterHealth health() {
        return health;
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
