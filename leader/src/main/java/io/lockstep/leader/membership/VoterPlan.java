package io.lockstep.leader.membership;

import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides which servers should learn and which should vote. The number of voters stays odd: an even-sized cluster
 * tolerates no more failures than the odd one below it, and has one more server that can fail. A half-done promotion
 * leaves a server that is neither voter nor learner; it is added again.
 */
final class VoterPlan {

    /** More voters than this only make each commit slower. */
    static final int VOTERS_MAX = 7;

    private VoterPlan() {}

    /** The registered servers that should become learners because they are not members yet. */
    static Set<Member> toAdd(Set<Member> registered, Membership membership) {
        Set<Member> missing = new LinkedHashSet<>(registered);
        missing.removeAll(membership.voters());
        missing.removeAll(membership.learners());
        return missing;
    }

    /**
     * The learners to make voters in one change, all of which have caught up: as many as keep the number of voters odd,
     * or none.
     */
    static Set<Member> toPromote(Membership membership, Predicate<Member> isLevel) {
        int wanted = membership.voters().size() % 2 == 0 ? 1 : 2;
        if (membership.voters().size() + wanted > VOTERS_MAX) {
            return Set.of();
        }
        List<Member> level = membership.learners().stream()
                .filter(isLevel)
                .sorted(Comparator.comparingInt(Member::server))
                .limit(wanted)
                .collect(Collectors.toList());
        return level.size() == wanted ? new LinkedHashSet<>(level) : Set.of();
    }
}
