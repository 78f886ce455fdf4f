package io.lockstep.leader.membership;

import io.lockstep.follower.replication.Member;
import java.util.Set;

/** One step towards the members that the lock map asks for. */
sealed interface MembershipStep {

    /** All is as it should be, or nothing can be done now. */
    record Nothing() implements MembershipStep {}

    /** These servers receive the log from now on. */
    record AddLearners(Set<Member> servers) implements MembershipStep {}

    /** These learners receive nothing more. */
    record RemoveLearners(Set<Member> servers) implements MembershipStep {}

    /** These voters leave and these learners become voters, in one change. */
    record ChangeVoters(Set<Member> leaving, Set<Member> rising) implements MembershipStep {}

    /** The leader is to be removed: another voter leads first. */
    record HandOver() implements MembershipStep {}
}
