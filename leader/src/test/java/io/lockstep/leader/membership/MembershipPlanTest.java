package io.lockstep.leader.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.RegisteredServer.Standing;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class MembershipPlanTest {

    private static final MembershipStep NOTHING = new MembershipStep.Nothing();

    private final List<RegisteredServer> registered = new ArrayList<>();
    private int self = 1;
    private Predicate<Member> isLevel = member -> true;
    private Predicate<Integer> isSilent = server -> false;

    private MembershipStep next(Set<Member> voters, Set<Member> learners) {
        return plan(voters, learners).next();
    }

    private MembershipPlan plan(Set<Member> voters, Set<Member> learners) {
        return new MembershipPlan(self, registered, new Membership(voters, learners, false), isLevel, isSilent);
    }

    private void register(int... servers) {
        for (int server : servers) {
            registered.add(new RegisteredServer(server, "disk-" + server, "client:1", address(server)));
        }
    }

    private void standing(int server, Standing standing) {
        registered.replaceAll(known -> known.server() == server ? known.with(standing) : known);
    }

    private static String address(int server) {
        return "127.0.0.1:" + (9100 + server);
    }

    private static Set<Member> members(int... servers) {
        Set<Member> members = new HashSet<>();
        for (int server : servers) {
            members.add(new Member(server, address(server)));
        }
        return members;
    }

    private static MembershipStep change(Set<Member> leaving, Set<Member> rising) {
        return new MembershipStep.ChangeVoters(leaving, rising);
    }

    @Test
    void oneLevelLearnerAloneStaysALearner() {
        register(1, 2);
        assertThat(next(members(1), members(2))).isEqualTo(NOTHING);
    }

    @Test
    void twoLevelLearnersBecomeVotersTogether() {
        register(1, 2, 3, 4);
        isLevel = member -> member.server() != 3;
        assertThat(next(members(1), members(2, 3, 4))).isEqualTo(change(Set.of(), members(2, 4)));
    }

    @Test
    void votersAreMadeOddAgain() {
        register(1, 2, 3);
        assertThat(next(members(1, 2), members(3))).isEqualTo(change(Set.of(), members(3)));
    }

    @Test
    void theNumberOfVotersIsBounded() {
        register(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(next(members(1, 2, 3, 4, 5, 6, 7), members(8, 9))).isEqualTo(NOTHING);
    }

    @Test
    void aServerLeftOutByAHalfDoneChangeIsAddedAgain() {
        register(1, 2, 3);
        assertThat(next(members(1), members(2))).isEqualTo(new MembershipStep.AddLearners(members(3)));
    }

    @Test
    void anObserverNeverVotes() {
        register(1, 2);
        registered.add(new RegisteredServer(3, "disk-3", "client:1", address(3), true, Standing.MEMBER, Program.FIRST));
        assertThat(next(members(1), members(2, 3))).isEqualTo(NOTHING);
        register(4);
        assertThat(next(members(1), members(2, 3, 4))).isEqualTo(change(Set.of(), members(2, 4)));
        standing(2, Standing.LEAVING);
        assertThat(next(members(1, 2, 4), members(3))).isEqualTo(NOTHING);
    }

    @Test
    void aLearnerThatLeavesIsRemoved() {
        register(1, 2, 3);
        standing(3, Standing.LEAVING);
        assertThat(next(members(1), members(2, 3))).isEqualTo(new MembershipStep.RemoveLearners(members(3)));
        assertThat(plan(members(1), members(2, 3)).removed()).isEmpty();
        assertThat(plan(members(1), members(2)).removed()).containsExactly(3);
    }

    @Test
    void aVoterThatLeavesIsExchangedInOneChangeOnceAServerIsLevel() {
        register(1, 2, 3, 4);
        standing(2, Standing.LEAVING);
        isLevel = member -> member.server() != 4;
        assertThat(next(members(1, 2, 3), members(4))).isEqualTo(NOTHING);
        isLevel = member -> true;
        assertThat(next(members(1, 2, 3), members(4))).isEqualTo(change(members(2), members(4)));
    }

    @Test
    void theLeaderHandsOverBeforeItIsExchanged() {
        register(1, 2, 3, 4);
        standing(1, Standing.LEAVING);
        assertThat(next(members(1, 2, 3), members(4))).isEqualTo(new MembershipStep.HandOver());
        self = 2;
        assertThat(next(members(1, 2, 3), members(4))).isEqualTo(change(members(1), members(4)));
    }

    @Test
    void theOnlyVoterIsExchangedByItself() {
        register(1, 2);
        standing(1, Standing.LEAVING);
        assertThat(next(members(1), members(2))).isEqualTo(change(members(1), members(2)));
    }

    @Test
    void ofTwoThatLeaveTheLeaderComesLast() {
        register(1, 2, 3, 4, 5);
        standing(1, Standing.LEAVING);
        standing(2, Standing.LEAVING);
        assertThat(next(members(1, 2, 3), members(4, 5))).isEqualTo(change(members(2), members(4)));
    }

    @Test
    void ofTwoThatLeaveASilentOneComesFirst() {
        register(1, 2, 3, 4);
        standing(2, Standing.LEAVING);
        standing(3, Standing.LEAVING);
        isSilent = server -> server == 3;
        assertThat(next(members(1, 2, 3), members(4))).isEqualTo(change(members(3), members(4)));
    }

    @Test
    void threeVotersShrinkToOneAndTheOtherStays() {
        register(1, 2, 3);
        standing(2, Standing.LEAVING);
        assertThat(next(members(1, 2, 3), Set.of())).isEqualTo(NOTHING);
        standing(2, Standing.LEAVING_UNREPLACED);
        assertThat(next(members(1, 2, 3), Set.of())).isEqualTo(change(members(2, 3), Set.of()));
        assertThat(next(members(1), Set.of())).isEqualTo(new MembershipStep.AddLearners(members(3)));
        assertThat(next(members(1), members(3))).isEqualTo(NOTHING);
    }

    @Test
    void ofTheOthersASilentOneStopsVoting() {
        register(1, 2, 3, 4, 5);
        standing(2, Standing.LEAVING_UNREPLACED);
        isSilent = server -> server == 3;
        assertThat(next(members(1, 2, 3, 4, 5), Set.of())).isEqualTo(change(members(2, 3), Set.of()));
    }

    @Test
    void theOnlyVoterNeverGoesWithoutAnother() {
        register(1, 2);
        standing(1, Standing.LEAVING_UNREPLACED);
        isLevel = member -> false;
        assertThat(next(members(1), members(2))).isEqualTo(NOTHING);
    }

    @Test
    void aServerWithANewAddressIsExchangedForItself() {
        register(1, 2, 4);
        Member moved = new Member(3, "127.0.0.1:9999");
        registered.add(new RegisteredServer(3, "disk-3", "client:1", moved.peerAddress()));
        assertThat(next(members(1, 2, 3), members(4))).isEqualTo(new MembershipStep.AddLearners(Set.of(moved)));
        Set<Member> learners = new HashSet<>(members(4));
        learners.add(moved);
        assertThat(next(members(1, 2, 3), learners)).isEqualTo(change(members(3), Set.of(moved)));
    }

    @Test
    void noChangeLeavesMostVotersBehind() {
        register(1, 2, 3);
        standing(1, Standing.LEAVING_UNREPLACED);
        isLevel = member -> member.server() == 3;
        assertThat(next(members(1, 2, 3), members())).isEqualTo(new MembershipStep.HandOver());
        self = 3;
        assertThat(next(members(1, 2, 3), members())).isEqualTo(change(members(1, 2), Set.of()));
        self = 1;
        isLevel = member -> false;
        assertThat(next(members(1, 2, 3), members())).isEqualTo(NOTHING);
    }
}
