package io.lockstep.follower.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The part of {@link ReplicationContract} about the membership: how members come, vote and leave. */
abstract class MembershipContract extends ReplicationScenario {

    protected static final Duration LONGER_THAN_AN_ELECTION = Duration.ofSeconds(3);

    @Test
    void aDeadVoterIsExchangedForALearnerInOneChange() {
        RecordingNode leader = threeVoters();
        RecordingNode dead = others(leader).get(0);
        harness.crash(dead.server);
        nodes.remove(dead.server);
        join(4);
        addLearners(leader, Set.of(harness.member(4)));
        changeVoters(leader, Set.of(harness.member(dead.server)), Set.of(harness.member(4)));
        assertThat(leader.replication().membership().voters())
                .hasSize(3)
                .doesNotContain(harness.member(dead.server))
                .contains(harness.member(4));
        awaitAnswers(proposeMany(leader, 20));
        awaitSameMaps();
    }

    @Test
    void aChangeThatRestsOnAnOutdatedMembershipIsDropped() {
        RecordingNode leader = threeVoters();
        join(4);
        addLearners(leader, Set.of(harness.member(4)));
        leader.replication().changeVoters(Set.of(harness.member(9)), Set.of(harness.member(4)));
        leader.replication().changeVoters(Set.of(), Set.of(harness.member(leader.server)));
        harness.pass(LONGER_THAN_AN_ELECTION);
        assertThat(leader.replication().membership().voters()).hasSize(3);
        assertThat(leader.replication().membership().learners()).containsExactly(harness.member(4));
    }

    @Test
    void aRemovedLearnerReceivesNothingMore() {
        RecordingNode leader = found();
        RecordingNode learner = join(2);
        addLearners(leader, Set.of(harness.member(2)));
        awaitSameMaps();
        askUntil(
                "learner removed",
                () -> leader.replication().removeLearners(Set.of(harness.member(2))),
                () -> leader.replication().membership().learners().isEmpty());
        int before = learner.entries().size();
        awaitAnswers(proposeMany(leader, 20));
        harness.pass(LONGER_THAN_AN_ELECTION);
        assertThat(learner.entries()).hasSizeLessThan(before + 20);
    }

    @Test
    void aLeaderThatRemovesItselfStopsLeading() {
        RecordingNode leader = found();
        RecordingNode heir = join(2);
        addLearners(leader, Set.of(harness.member(2)));
        askUntil(
                "the heir votes alone",
                () -> leader.replication().changeVoters(Set.of(harness.member(1)), Set.of(harness.member(2))),
                () -> heir.replication().membership().voters().equals(Set.of(harness.member(2))));
        harness.await("the heir leads", heir::leads);
        harness.await("the old leader knows", () -> !leader.leads());
        applyOne(heir);
    }

    @Test
    void twoLearnersBecomeVotersInOneChange() {
        RecordingNode leader = found();
        awaitAnswers(proposeMany(leader, 20));
        join(2);
        join(3);
        Set<Member> learners = Set.of(harness.member(2), harness.member(3));
        addLearners(leader, learners);
        assertThat(leader.replication().membership().voters()).containsExactly(harness.member(1));
        awaitSameMaps();
        promote(leader, learners);
        harness.await(
                "all know the voters",
                () -> nodes.values().stream()
                        .allMatch(
                                node -> node.replication().membership().voters().size() == 3));
        assertThat(leader.replication().membership().learners()).isEmpty();
        assertThat(leader.replication().membership().survivesLossOf()).isEqualTo(1);
    }

    @Test
    void onlyTheLeaderKnowsWhichMembersHaveCaughtUp() {
        RecordingNode leader = threeVoters();
        RecordingNode follower = others(leader).get(0);
        assertThat(leader.replication().isLevel(harness.member(9))).isFalse();
        assertThat(follower.replication().isLevel(harness.member(leader.server)))
                .isFalse();
        awaitLevel(leader);
        askUntil(
                "learner that never started",
                () -> leader.replication().addLearners(Set.of(harness.member(4))),
                () -> leader.replication().membership().learners().size() == 1);
        harness.pass(LONGER_THAN_AN_ELECTION);
        assertThat(leader.replication().isLevel(harness.member(4))).isFalse();
    }
}
