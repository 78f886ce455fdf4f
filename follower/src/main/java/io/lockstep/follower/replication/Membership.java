package io.lockstep.follower.replication;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The voters and the learners. {@code changing} is true during a change. */
public record Membership(Set<Member> voters, Set<Member> learners, boolean changing) {

    private static final Comparator<Member> BY_NUMBER =
            Comparator.comparingInt(Member::server).thenComparing(Member::peerAddress);

    /** Copies both sets. The copies are in the order of the numbers: the order of a plain set differs between runs. */
    public Membership {
        voters = inOrder(voters);
        learners = inOrder(learners);
    }

    private static Set<Member> inOrder(Set<Member> members) {
        Set<Member> ordered = new LinkedHashSet<>();
        members.stream().sorted(BY_NUMBER).forEach(ordered::add);
        return Collections.unmodifiableSet(ordered);
    }

    /** The number of voters that the cluster can lose and still decide. */
    public int survivesLossOf() {
        return Math.max(0, (voters.size() - 1) / 2);
    }

    /** Whether a server with this number votes or learns. */
    public boolean contains(int server) {
        return Stream.concat(voters.stream(), learners.stream()).anyMatch(member -> member.server() == server);
    }

    /** The peer addresses of all members but this server. */
    public List<String> addressesWithout(int server) {
        return Stream.concat(voters.stream(), learners.stream())
                .filter(member -> member.server() != server)
                .map(Member::peerAddress)
                .toList();
    }
}
