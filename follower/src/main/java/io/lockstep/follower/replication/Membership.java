package io.lockstep.follower.replication;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The voters and the learners. {@code changing} is true during a change. */
public record Membership(Set<Member> voters, Set<Member> learners, boolean changing) {

    /** Copies both sets. */
    public Membership {
        voters = Set.copyOf(voters);
        learners = Set.copyOf(learners);
    }

    /** The number of voters that the cluster can lose and still decide. */
    public int survivesLossOf() {
        return Math.max(0, (voters.size() - 1) / 2);
    }

    /** The peer addresses of all members but this server. */
    public List<String> addressesWithout(int server) {
        return Stream.concat(voters.stream(), learners.stream())
                .filter(member -> member.server() != server)
                .map(Member::peerAddress)
                .toList();
    }
}
