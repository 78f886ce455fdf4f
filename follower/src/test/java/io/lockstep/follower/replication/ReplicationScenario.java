package io.lockstep.follower.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.replication.RecordingNode.Proposal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Servers of one cluster on a {@link ReplicationHarness}, and the steps of the tests of a replicated log. */
public abstract class ReplicationScenario {

    protected ReplicationHarness harness;
    protected final Map<Integer, RecordingNode> nodes = new TreeMap<>();
    private final RecordingNode.Cluster cluster = new RecordingNode.Cluster();

    /** A harness without any server yet. */
    protected abstract ReplicationHarness newHarness();

    /** Whether a server that needs entries dropped long ago certainly receives a snapshot. */
    protected boolean dropsItsLog() {
        return false;
    }

    @BeforeEach
    void openHarness() {
        harness = newHarness();
    }

    @AfterEach
    void closeHarness() {
        harness.close();
    }

    protected final RecordingNode found() {
        RecordingNode node = new RecordingNode(1, cluster);
        nodes.put(1, node);
        node.use(harness.found(1, node));
        return awaitLeader();
    }

    protected final RecordingNode join(int server) {
        RecordingNode node = new RecordingNode(server, cluster);
        nodes.put(server, node);
        node.use(harness.join(server, node));
        return node;
    }

    protected final RecordingNode restart(int server) {
        RecordingNode node = new RecordingNode(server, cluster);
        nodes.put(server, node);
        node.use(harness.restart(server, node));
        return node;
    }

    /**
     * Starts servers 1, 2 and 3, all voters, and all know it.
     *
     * @return the one that leads
     */
    protected final RecordingNode threeVoters() {
        RecordingNode leader = found();
        join(2);
        join(3);
        Set<Member> learners = Set.of(harness.member(2), harness.member(3));
        addLearners(leader, learners);
        promote(leader, learners);
        harness.await(
                "all know the voters",
                () -> nodes.values().stream()
                        .allMatch(
                                node -> node.replication().membership().voters().size() == 3));
        return leader;
    }

    protected final void addLearners(RecordingNode leader, Set<Member> learners) {
        askUntil(
                "learners added",
                () -> leader.replication().addLearners(learners),
                () -> leader.replication().membership().learners().containsAll(learners));
        harness.await("learners level", () -> learners.stream().allMatch(leader.replication()::isLevel));
    }

    /** Promotes with repeated requests, as a leader does, and checks that the number of voters is never even. */
    protected final void promote(RecordingNode leader, Set<Member> learners) {
        changeVoters(leader, Set.of(), learners);
    }

    /** Exchanges voters with repeated requests, and checks that the number of voters is never even. */
    protected final void changeVoters(RecordingNode leader, Set<Member> leaving, Set<Member> rising) {
        Set<Integer> sizes = new HashSet<>();
        askUntil("voters changed", () -> leader.replication().changeVoters(leaving, rising), () -> {
            Membership membership = leader.replication().membership();
            sizes.add(membership.voters().size());
            return membership.voters().containsAll(rising)
                    && leaving.stream().noneMatch(membership.voters()::contains)
                    && !membership.changing();
        });
        assertThat(sizes).as("numbers of voters seen").allMatch(size -> size % 2 == 1);
    }

    final void askUntil(String what, Runnable ask, BooleanSupplier condition) {
        harness.await(what, () -> {
            if (condition.getAsBoolean()) {
                return true;
            }
            ask.run();
            return false;
        });
    }

    protected final RecordingNode awaitLeader() {
        return awaitLeaderAmong(List.copyOf(nodes.values()));
    }

    protected final RecordingNode awaitLeaderAmong(List<RecordingNode> candidates) {
        harness.await("a leader", () -> candidates.stream().anyMatch(RecordingNode::leads));
        return candidates.stream()
                .filter(RecordingNode::leads)
                .max((a, b) -> Long.compare(a.leadingTerm, b.leadingTerm))
                .orElseThrow();
    }

    protected final void awaitLevel(RecordingNode leader) {
        Predicate<RecordingNode> level = node -> leader.replication().isLevel(harness.member(node.server));
        harness.await("all level", () -> others(leader).stream().allMatch(level));
    }

    protected final List<RecordingNode> others(RecordingNode leader) {
        return nodes.values().stream()
                .filter(node -> node.server != leader.server)
                .toList();
    }

    protected final List<Proposal> proposeMany(RecordingNode leader, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> leader.propose(leader.leadingTerm))
                .toList();
    }

    protected final void awaitAnswers(List<Proposal> proposals) {
        harness.await("outcomes", () -> proposals.stream().allMatch(Proposal::answered));
    }

    /** Applies one entry, in any term. */
    protected final void applyOne(RecordingNode leader) {
        Proposal proposal = leader.propose(leader.leadingTerm);
        awaitAnswers(List.of(proposal));
        if (!proposal.is(ProposalOutcome.APPLIED)) {
            applyOne(awaitLeader());
        }
    }

    /**
     * Takes three snapshots with an entry between each. The log is cut at the snapshot before the newest on disk, and a
     * snapshot is requested only when the one before is on disk.
     */
    protected final void snapshot(RecordingNode node) {
        int before = node.snapshotsWanted;
        for (int more = 0; more < 3; more++) {
            int enough = before + more;
            askUntil("a snapshot", node.replication()::requestSnapshot, () -> node.snapshotsWanted > enough);
            applyOne(awaitLeader());
        }
    }

    protected final void awaitSameMaps() {
        harness.await("the same maps", () -> {
            Map<Long, String> newest = nodes.values().stream()
                    .map(node -> (Map<Long, String>) node.map)
                    .max((a, b) -> Integer.compare(a.size(), b.size()))
                    .orElseThrow();
            return nodes.values().stream().allMatch(node -> node.map.equals(newest));
        });
    }

    final boolean appliedAnywhere(String entry) {
        return nodes.values().stream().anyMatch(node -> node.has(entry));
    }

    static List<String> entriesOf(List<Proposal> proposals) {
        return proposals.stream().map(proposal -> proposal.entry).toList();
    }
}
