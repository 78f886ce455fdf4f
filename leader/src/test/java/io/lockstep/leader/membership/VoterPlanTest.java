package io.lockstep.leader.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VoterPlanTest {

    private static Set<Member> members(int... servers) {
        Set<Member> members = new HashSet<>();
        for (int server : servers) {
            members.add(new Member(server, "127.0.0.1:" + (9100 + server)));
        }
        return members;
    }

    @Test
    void oneLevelLearnerAloneStaysALearner() {
        Membership membership = new Membership(members(1), members(2), false);

        assertThat(VoterPlan.toPromote(membership, member -> true)).isEmpty();
    }

    @Test
    void twoLevelLearnersBecomeVotersTogether() {
        Membership membership = new Membership(members(1), members(2, 3, 4), false);

        assertThat(VoterPlan.toPromote(membership, member -> member.server() != 3))
                .isEqualTo(members(2, 4));
    }

    @Test
    void votersAreMadeOddAgain() {
        Membership membership = new Membership(members(1, 2), members(3), false);

        assertThat(VoterPlan.toPromote(membership, member -> true)).isEqualTo(members(3));
    }

    @Test
    void theNumberOfVotersIsBounded() {
        Membership membership = new Membership(members(1, 2, 3, 4, 5, 6, 7), members(8, 9), false);

        assertThat(VoterPlan.toPromote(membership, member -> true)).isEmpty();
    }

    @Test
    void aServerLeftOutByAHalfDonePromotionIsAddedAgain() {
        Membership membership = new Membership(members(1), members(2), false);

        assertThat(VoterPlan.toAdd(members(1, 2, 3), membership)).isEqualTo(members(3));
    }
}
