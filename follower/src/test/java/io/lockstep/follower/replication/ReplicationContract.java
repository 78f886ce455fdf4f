package io.lockstep.follower.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.replication.RecordingNode.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The guarantees of every replicated log, as {@link Replication} states them. The same tests run on the real engine and
 * on the simulated log, so that the model cannot be kinder than the engine. {@link RecordingNode} checks agreement,
 * order and single leadership at every event of every test.
 */
public abstract class ReplicationContract extends MembershipContract {

    @Test
    void aFounderLeadsAloneAndReceivesItsProposals() {
        RecordingNode founder = found();
        List<Proposal> proposals = proposeMany(founder, 20);
        awaitAnswers(proposals);
        assertThat(proposals).allMatch(proposal -> proposal.is(ProposalOutcome.APPLIED));
        assertThat(founder.entries()).containsExactlyElementsOf(entriesOf(proposals));
        assertThat(founder.replication().membership().voters()).containsExactly(harness.member(1));
    }

    @Test
    void aProposalForAnotherTermIsRefused() {
        RecordingNode leader = threeVoters();
        List<Proposal> wrong = new ArrayList<>();
        wrong.add(leader.propose(leader.leadingTerm - 1));
        wrong.add(leader.propose(leader.leadingTerm + 1));
        for (RecordingNode follower : others(leader)) {
            wrong.add(follower.propose(follower.newestTerm));
        }
        awaitAnswers(wrong);
        assertThat(wrong).allMatch(proposal -> proposal.is(ProposalOutcome.REFUSED));
        applyOne(leader);
        assertThat(wrong).noneMatch(proposal -> appliedAnywhere(proposal.entry));
    }

    @Test
    void aProposalForAnEarlierTermOfThisLeaderIsRefused() {
        RecordingNode leader = threeVoters();
        long earlierTerm = leader.leadingTerm;
        harness.cutOff(leader.server);
        awaitLeaderAmong(others(leader));
        harness.heal(leader.server);
        harness.await("old leader follows", () -> leader.leader != 0 && !leader.leads());
        while (!leader.leads()) {
            RecordingNode current = awaitLeader();
            awaitLevel(current);
            current.replication().transferLeadership(Replication.ANY_VOTER);
            harness.await("leadership moved", () -> !current.leads());
            awaitLeader();
        }
        Proposal late = leader.propose(earlierTerm);
        awaitAnswers(List.of(late));
        assertThat(late.outcomes).containsExactly(ProposalOutcome.REFUSED);
    }

    @Test
    void allServersAreGivenTheSameEntries() {
        RecordingNode leader = threeVoters();
        awaitAnswers(proposeMany(leader, 200));
        awaitSameMaps();
        assertThat(leader.entries()).hasSize(200);
    }

    @Test
    void appliedEntriesSurviveARestartOfAll() {
        RecordingNode leader = threeVoters();
        List<Proposal> proposals = proposeMany(leader, 50);
        awaitAnswers(proposals);
        List.copyOf(nodes.keySet()).forEach(harness::crash);
        List.copyOf(nodes.keySet()).forEach(this::restart);
        applyOne(awaitLeader());
        awaitSameMaps();
        assertThat(nodes.get(1).entries()).containsAll(entriesOf(proposals));
    }

    @Test
    void aRestartedServerCatchesUp() {
        RecordingNode leader = threeVoters();
        RecordingNode follower = others(leader).get(0);
        applyOne(leader);
        harness.crash(follower.server);
        awaitAnswers(proposeMany(leader, 50));
        restart(follower.server);
        awaitSameMaps();
    }

    @Test
    void aNewLeaderHasEveryCommittedEntryFirst() {
        RecordingNode leader = threeVoters();
        List<Proposal> proposals = proposeMany(leader, 100);
        awaitAnswers(proposals);
        harness.crash(leader.server);
        nodes.remove(leader.server);
        // Checked at the moment of leading: nothing is delivered between that event and these lines.
        RecordingNode successor = awaitLeader();
        assertThat(successor.entries()).containsAll(entriesOf(proposals));
        assertThat(successor.leadingTerm).isGreaterThan(leader.leadingTerm);
        applyOne(successor);
    }

    @Test
    void aConfirmedIndexCoversEarlierCommits() {
        RecordingNode leader = threeVoters();
        for (int round = 0; round < 10; round++) {
            applyOne(leader);
            long applied = leader.lastIndex();
            proposeMany(leader, 5);
            List<Long> answer = leader.confirm();
            harness.await("confirmation", () -> !answer.isEmpty());
            assertThat(answer.get(0)).isGreaterThanOrEqualTo(applied);
        }
    }

    @Test
    void aFollowerCannotConfirmLeadership() {
        RecordingNode leader = threeVoters();
        for (RecordingNode follower : others(leader)) {
            List<Long> answer = follower.confirm();
            harness.await("answer", () -> !answer.isEmpty());
            assertThat(answer).containsExactly(Replication.NOT_CONFIRMED);
        }
    }

    @Test
    void aLeaderThatIsCutOffConfirmsAndAppliesNothing() {
        RecordingNode leader = threeVoters();
        applyOne(leader);
        harness.cutOff(leader.server);
        List<Proposal> proposals = proposeMany(leader, 10);
        List<Long> answer = leader.confirm();
        RecordingNode successor = awaitLeaderAmong(others(leader));
        applyOne(successor);
        harness.await("the leader that is cut off hears so", () -> !answer.isEmpty() && !leader.leads());
        assertThat(answer).containsExactly(Replication.NOT_CONFIRMED);
        assertThat(proposals).noneMatch(proposal -> proposal.is(ProposalOutcome.APPLIED));
        harness.heal(leader.server);
        applyOne(awaitLeader());
        awaitSameMaps();
        awaitAnswers(proposals);
        for (Proposal proposal : proposals) {
            assertThat(proposal.is(ProposalOutcome.REFUSED) && appliedAnywhere(proposal.entry))
                    .isFalse();
        }
    }

    @Test
    void nothingIsGivenToAnyoneWithoutAMajority() {
        RecordingNode leader = threeVoters();
        applyOne(leader);
        others(leader).forEach(follower -> harness.cutOff(follower.server));
        Proposal proposal = leader.propose(leader.leadingTerm);
        harness.pass(LONGER_THAN_AN_ELECTION);
        assertThat(appliedAnywhere(proposal.entry)).isFalse();
        assertThat(proposal.is(ProposalOutcome.APPLIED)).isFalse();
        assertThat(leader.leads()).isFalse();
        others(leader).forEach(follower -> harness.heal(follower.server));
        applyOne(awaitLeader());
        awaitSameMaps();
    }

    @Test
    void outcomesStayTrueWhileLeadershipMoves() {
        RecordingNode leader = threeVoters();
        awaitLevel(leader);
        long term = leader.leadingTerm;
        List<Proposal> proposals = new ArrayList<>(proposeMany(leader, 50));
        leader.replication().transferLeadership(Replication.ANY_VOTER);
        proposals.addAll(proposeMany(leader, 50));
        harness.await("another leads", () -> nodes.values().stream().anyMatch(node -> node.leadingTerm > term));
        awaitAnswers(proposals);
        applyOne(awaitLeader());
        awaitSameMaps();
        for (Proposal proposal : proposals) {
            if (proposal.is(ProposalOutcome.APPLIED)) {
                assertThat(nodes.values()).allMatch(node -> node.has(proposal.entry));
            }
            if (proposal.is(ProposalOutcome.REFUSED)) {
                assertThat(nodes.values()).noneMatch(node -> node.has(proposal.entry));
            }
        }
    }

    @Test
    void leadershipGoesToTheVoterThatIsNamed() {
        RecordingNode leader = threeVoters();
        awaitLevel(leader);
        assertThat(leader.replication().transferLeadership(leader.server)).isFalse();
        assertThat(leader.replication().transferLeadership(99)).isFalse();
        // The last one in the order that an unnamed transfer follows, so it would never get leadership by chance. A
        // server that has just joined may not reach the others yet; one that led before then leads again.
        RecordingNode heir = others(leader).get(1);
        while (!heir.leads()) {
            RecordingNode current = awaitLeader();
            awaitLevel(current);
            if (current.replication().transferLeadership(heir.server)) {
                harness.await("leadership moved", () -> !current.leads());
            }
        }
    }

    @Test
    void aRestartedServerLoadsItsSnapshotAndTheRest() {
        RecordingNode leader = threeVoters();
        awaitAnswers(proposeMany(leader, 50));
        snapshot(leader);
        awaitAnswers(proposeMany(leader, 50));
        List<String> before = leader.entries();
        harness.crash(leader.server);
        RecordingNode again = restart(leader.server);
        applyOne(awaitLeader());
        awaitSameMaps();
        assertThat(again.entries()).startsWith(before.toArray(String[]::new));
        assertThat(again.snapshotsLoaded).hasSize(1);
    }

    @Test
    void aNewLearnerGetsEntriesThatWereDropped() {
        RecordingNode leader = found();
        awaitAnswers(proposeMany(leader, 50));
        snapshot(leader);
        awaitAnswers(proposeMany(leader, 20));
        RecordingNode learner = join(2);
        addLearners(leader, Set.of(harness.member(2)));
        awaitSameMaps();
        awaitAnswers(proposeMany(leader, 20));
        awaitSameMaps();
        assertThat(learner.entries()).hasSizeGreaterThan(90).isEqualTo(leader.entries());
        if (dropsItsLog()) {
            assertThat(learner.snapshotsLoaded).isNotEmpty();
        }
    }

    @Test
    void aServerFarBehindGetsASnapshot() {
        RecordingNode leader = threeVoters();
        RecordingNode follower = others(leader).get(0);
        awaitAnswers(proposeMany(leader, 20));
        awaitSameMaps();
        harness.cutOff(follower.server);
        awaitAnswers(proposeMany(leader, 100));
        // Both of them: on a busy machine the other may lead when the follower comes back.
        others(follower).forEach(this::snapshot);
        harness.heal(follower.server);
        applyOne(awaitLeader());
        awaitSameMaps();
        if (dropsItsLog()) {
            assertThat(follower.snapshotsLoaded).isNotEmpty();
        }
    }
}
