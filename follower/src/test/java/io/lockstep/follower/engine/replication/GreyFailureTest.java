package io.lockstep.follower.engine.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.replication.ProposalOutcome;
import io.lockstep.follower.replication.RecordingNode;
import io.lockstep.follower.replication.RecordingNode.Proposal;
import io.lockstep.follower.replication.Replication;
import io.lockstep.follower.replication.ReplicationHarness;
import io.lockstep.follower.replication.ReplicationScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that run and do not work, among real engines. Every wait is for an event, however late it comes. */
@Timeout(120)
class GreyFailureTest extends ReplicationScenario {

    @TempDir
    Path root;

    private EngineHarness engines;

    @Override
    protected ReplicationHarness newHarness() {
        engines = new EngineHarness(root);
        return engines;
    }

    private RecordingNode threeLevelVoters() {
        RecordingNode leader = threeVoters();
        applyOne(leader);
        awaitSameMaps();
        awaitLevel(leader);
        return leader;
    }

    /** A leader keeps its disk busy, as one with clients does. */
    private RecordingNode successorOf(RecordingNode leader) {
        List<Proposal> proposals = new ArrayList<>(List.of(leader.propose(leader.leadingTerm)));
        List<RecordingNode> others = others(leader);
        harness.await("another leader", () -> {
            if (leader.leads() && proposals.get(proposals.size() - 1).answered()) {
                proposals.add(leader.propose(leader.leadingTerm));
            }
            return others.stream().anyMatch(RecordingNode::leads) && !leader.leads();
        });
        return awaitLeaderAmong(others);
    }

    @Test
    void anotherServerLeadsWhenTheLeadersDiskHangs() {
        RecordingNode leader = threeLevelVoters();
        engines.disk(leader.server).hang();
        RecordingNode successor = successorOf(leader);
        Proposal proposal = successor.propose(successor.leadingTerm);
        awaitAnswers(List.of(proposal));
        assertThat(proposal.is(ProposalOutcome.APPLIED)).isTrue();
        engines.disk(leader.server).answer();
        harness.await("its map to be level again", () -> leader.has(proposal.entry));
        harness.await(
                "it to be fit again", () -> !engines.fitness(leader.server).standsAside());
    }

    @Test
    void aServerWithALoopThatStandsIsNotMadeLeader() {
        RecordingNode leader = threeLevelVoters();
        long term = leader.leadingTerm;
        // Of several servers the one with the lowest number is asked.
        int ill = others(leader).get(0).server;
        engines.standing.add(ill);
        harness.await("it to stand aside", () -> engines.fitness(ill).standsAside());
        leader.replication().transferLeadership(Replication.ANY_VOTER);
        harness.await("the hand-over to begin", () -> !leader.leads());
        harness.await("the hand-over to fail", leader::leads);
        assertThat(leader.leadingTerm).isEqualTo(term);
        engines.standing.remove(ill);
        harness.await("it to be fit again", () -> !engines.fitness(ill).standsAside());
    }

    @Test
    void aFollowerWithAHangingDiskCostsNothing() {
        RecordingNode leader = threeLevelVoters();
        RecordingNode ill = others(leader).get(0);
        engines.disk(ill.server).hang();
        List<Proposal> proposals = proposeMany(leader, 200);
        awaitAnswers(proposals);
        assertThat(proposals).allMatch(proposal -> proposal.is(ProposalOutcome.APPLIED));
        assertThat(leader.leads()).isTrue();
        engines.disk(ill.server).answer();
        awaitSameMaps();
    }

    @Test
    void anotherServerLeadsWhenTheLeadersLoopStands() {
        RecordingNode leader = threeLevelVoters();
        engines.standing.add(leader.server);
        List<RecordingNode> others = others(leader);
        RecordingNode successor = awaitLeaderAmong(others);
        applyOne(successor);
        engines.standing.remove(leader.server);
        harness.await("it follows", () -> !leader.leads());
        awaitSameMaps();
    }

    /** Both followers answer heartbeats, and store nothing. */
    @Test
    void aLeaderThatCannotCommitGivesUp() {
        RecordingNode leader = threeLevelVoters();
        others(leader).forEach(node -> engines.disk(node.server).hang());
        Proposal proposal = leader.propose(leader.leadingTerm);
        harness.await("the leader to give up", () -> !leader.leads());
        harness.await("its proposal to be of unknown outcome", proposal::answered);
        others(leader).forEach(node -> engines.disk(node.server).answer());
        applyOne(awaitLeader());
        awaitSameMaps();
    }

    @Test
    void noVoteIsGrantedThatIsNotOnDisk() throws IOException {
        RecordingNode leader = threeLevelVoters();
        RecordingNode voter = others(leader).get(0);
        RecordingNode candidate = others(leader).get(1);
        engines.expectedFailures.add(EngineFailure.Kind.DISK_FAILED);
        Path vote = engines.data(voter.server).vote();
        Files.move(vote, vote.resolveSibling("moved-away"));
        harness.crash(leader.server);
        nodes.remove(leader.server);
        harness.await("the vote that fails", () -> engines.failed.contains(EngineFailure.Kind.DISK_FAILED));
        // The candidate would lead as soon as it had the answer, though not for long.
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        harness.await("a second to pass", () -> {
            assertThat(engines.node(candidate.server).isLeader(false))
                    .as("elected by a vote that is not on disk")
                    .isFalse();
            return System.nanoTime() - endNanos > 0;
        });
    }
}
