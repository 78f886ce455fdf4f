package io.lockstep.follower.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.entry.ByteSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One life of a node. Its map is the list of all entries it receives, and it checks the invariants at every event.
 * Entries are texts {@code term/number}.
 */
public final class RecordingNode implements ReplicationEvents {

    /** The facts on which all nodes of one cluster must agree. */
    static final class Cluster {
        final Map<Long, String> entryAtIndex = new HashMap<>();
        final Map<Long, Integer> leaderOfTerm = new HashMap<>();
    }

    /** One proposal and its outcome. */
    public static final class Proposal {
        public final String entry;
        final List<ProposalOutcome> outcomes = new ArrayList<>();
        boolean appliedBeforeOutcome;

        Proposal(String entry) {
            this.entry = entry;
        }

        public boolean answered() {
            return !outcomes.isEmpty();
        }

        public boolean is(ProposalOutcome outcome) {
            return outcomes.contains(outcome);
        }
    }

    public final int server;
    final TreeMap<Long, String> map = new TreeMap<>();
    final List<Long> snapshotsLoaded = new ArrayList<>();
    int snapshotsWanted;
    public long leadingTerm;
    public long newestTerm;
    int leader;

    private final Cluster cluster;
    private final Thread loop = Thread.currentThread();
    private Replication replication;
    private int proposals;

    RecordingNode(int server, Cluster cluster) {
        this.server = server;
        this.cluster = cluster;
    }

    void use(Replication started) {
        replication = started;
    }

    public Replication replication() {
        return replication;
    }

    public int server() {
        return server;
    }

    /** The term in which it leads; 0 if it does not. */
    public long leadingTerm() {
        return leadingTerm;
    }

    public long newestTerm() {
        return newestTerm;
    }

    public boolean leads() {
        return leadingTerm != 0;
    }

    List<String> entries() {
        return List.copyOf(map.values());
    }

    public boolean has(String entry) {
        return map.containsValue(entry);
    }

    public long lastIndex() {
        return map.isEmpty() ? 0 : map.lastKey();
    }

    /** Proposes a new entry in {@code term}. */
    public Proposal propose(long term) {
        Proposal proposal = new Proposal(term + "/" + server + "-" + proposals++ + "-" + System.identityHashCode(this));
        replication.propose(proposal.entry.getBytes(UTF_8), term, outcome -> {
            onLoop();
            proposal.appliedBeforeOutcome = has(proposal.entry);
            proposal.outcomes.add(outcome);
            assertThat(proposal.outcomes).as("outcomes of one proposal").hasSize(1);
            if (outcome == ProposalOutcome.APPLIED) {
                assertThat(proposal.appliedBeforeOutcome)
                        .as("entry given before its outcome")
                        .isTrue();
            }
        });
        assertThat(proposal.outcomes).as("called back before propose returned").isEmpty();
        return proposal;
    }

    /** Asks for confirmed leadership; the list receives the answer. */
    List<Long> confirm() {
        List<Long> answers = new ArrayList<>();
        replication.confirmLeadership(index -> {
            onLoop();
            answers.add(index);
            cluster.entryAtIndex.forEach((at, entry) -> {
                if (at <= index) {
                    assertThat(map).as("given up to the confirmed index").containsEntry(at, entry);
                }
            });
            assertThat(answers).as("answers of one confirmation").hasSize(1);
        });
        assertThat(answers).as("called back before confirmLeadership returned").isEmpty();
        return answers;
    }

    @Override
    public void applied(long index, byte[] bytes) {
        onLoop();
        String entry = new String(bytes, UTF_8);
        assertThat(index).as("index of %s at server %s", entry, server).isGreaterThan(lastIndex());
        assertThat(termOf(entry)).as("terms never fall along the log").isGreaterThanOrEqualTo(termOfLast());
        if (leads()) {
            assertThat(termOf(entry))
                    .as("entry of an earlier term, given after leading")
                    .isEqualTo(leadingTerm);
        }
        assertThat(map).as("given twice").doesNotContainValue(entry);
        agree(index, entry);
        map.put(index, entry);
    }

    @Override
    public void leading(long term) {
        onLoop();
        assertThat(term).isGreaterThanOrEqualTo(newestTerm);
        Integer other = cluster.leaderOfTerm.put(term, server);
        assertThat(other).as("leader of term %s", term).isIn(null, server);
        leadingTerm = term;
        newestTerm = term;
        leader = server;
    }

    @Override
    public void following(int newLeader, long term) {
        onLoop();
        assertThat(newLeader).isNotEqualTo(server);
        assertThat(term).isGreaterThanOrEqualTo(newestTerm);
        leadingTerm = 0;
        newestTerm = term;
        leader = newLeader;
    }

    @Override
    public void leaderless(long term) {
        onLoop();
        assertThat(term).isGreaterThanOrEqualTo(newestTerm);
        leadingTerm = 0;
        newestTerm = term;
        leader = 0;
    }

    @Override
    public ByteSource snapshotWanted() {
        onLoop();
        snapshotsWanted++;
        StringBuilder text = new StringBuilder();
        map.forEach(
                (index, entry) -> text.append(index).append(' ').append(entry).append('\n'));
        return ByteSource.of(text.toString().getBytes(UTF_8));
    }

    @Override
    public Runnable readSnapshot(long index, ByteSource snapshot) {
        String text = new String(snapshot.next(), UTF_8);
        return () -> replaceMap(index, text);
    }

    private void replaceMap(long index, String snapshot) {
        onLoop();
        assertThat(index).as("index of a snapshot").isGreaterThanOrEqualTo(lastIndex());
        snapshotsLoaded.add(index);
        map.clear();
        snapshot.lines().forEach(line -> {
            int space = line.indexOf(' ');
            long at = Long.parseLong(line.substring(0, space));
            String entry = line.substring(space + 1);
            agree(at, entry);
            map.put(at, entry);
        });
        assertThat(lastIndex()).as("snapshot holds nothing behind its index").isLessThanOrEqualTo(index);
    }

    private void agree(long index, String entry) {
        String earlier = cluster.entryAtIndex.putIfAbsent(index, entry);
        assertThat(earlier).as("entry at index %s", index).isIn(null, entry);
    }

    private void onLoop() {
        assertThat(Thread.currentThread()).as("every callback is on the loop").isSameAs(loop);
    }

    private long termOfLast() {
        return map.isEmpty() ? 0 : termOf(map.lastEntry().getValue());
    }

    private static long termOf(String entry) {
        return Long.parseLong(entry.substring(0, entry.indexOf('/')));
    }
}
