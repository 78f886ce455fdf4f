package io.lockstep.follower.replication;

import java.util.Set;

/** Who votes and who only learns. While a change is under way, {@code changing} is true. */
public record Membership(Set<Member> voters, Set<Member> learners, boolean changing) {

    public Membership {
        voters = Set.copyOf(voters);
        learners = Set.copyOf(learners);
    }

    /** How many voters may be lost with the cluster still able to decide. */
    public int survivesLossOf() {
        return Math.max(0, (voters.size() - 1) / 2);
    }
}
