package io.lockstep.simulation.log;

import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.replication.ProposalOutcome;
import io.lockstep.simulation.time.Randomness;
import io.lockstep.simulation.time.Scheduler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The truth about a simulated replicated log: its committed entries, its term, and its leader. It stands in for a
 * consensus engine without running one: where an engine counts votes, this log draws lots, within the contract of
 * {@link io.lockstep.follower.replication.Replication}.
 */
public final class SharedLog {

    /** Receives every entry at the moment of its commit, before any node does. */
    public interface CommitListener {
        void committed(long index, byte[] entry);
    }

    private final Scheduler scheduler;
    private final Randomness random;
    private final CommitListener listener;
    private final TreeMap<Integer, SimulatedReplication> running = new TreeMap<>();
    private final Set<Integer> cutOff = new HashSet<>();
    private final Slots slots = new Slots();
    private final List<Proposal> inFlight = new ArrayList<>();
    private LogHostility hostility;
    private Membership membership = new Membership(Set.of(), Set.of(), false);
    private long term;
    private int leader;
    private boolean established;

    /** Makes a log without members; {@link #found} begins it. */
    public SharedLog(Scheduler scheduler, Randomness random, LogHostility hostility, CommitListener listener) {
        this.scheduler = scheduler;
        this.random = random;
        this.hostility = hostility;
        this.listener = listener;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Slots slots() {
        return slots;
    }

    LogHostility hostility() {
        return hostility;
    }

    /** Begins the log with these members. Called before any server starts. */
    public void found(Membership founders) {
        membership = founders;
        slots.found(founders);
    }

    /** Changes how the log uses its freedom from now on. */
    public void hostility(LogHostility changed) {
        hostility = changed;
    }

    /** Returns the current term. */
    public long term() {
        return term;
    }

    /** Returns the number of the server elected in this term, whether or not it can decide yet; 0 if there is none. */
    public int leader() {
        return leader;
    }

    /** Returns the committed membership. */
    public Membership membership() {
        return membership;
    }

    /** Returns the index of the newest committed entry, including the log's own entries. */
    public long lastIndex() {
        return slots.lastIndex();
    }

    Collection<SimulatedReplication> running() {
        return running.values();
    }

    void started(SimulatedReplication replication) {
        running.put(replication.server(), replication);
    }

    void stopped(SimulatedReplication replication) {
        running.remove(replication.server(), replication);
        for (Proposal proposal : List.copyOf(inFlight)) {
            if (proposal.proposer == replication && random.chance(0.5)) {
                proposal.settled = true;
                inFlight.remove(proposal);
            }
        }
        if (leader == replication.server()) {
            depose();
        }
    }

    /** Disconnects a server from the engine's network. The channels of its node are unaffected. */
    public void cutOff(int server) {
        cutOff.add(server);
    }

    public void reconnect(int server) {
        cutOff.remove(server);
    }

    public void reconnectAll() {
        cutOff.clear();
    }

    /** Returns whether this server runs and reaches a majority of the voters. */
    boolean hasQuorum(int server) {
        return reachesMajority(server, membership.voters());
    }

    private boolean reachesMajority(int server, Set<Member> voters) {
        if (!running.containsKey(server)) {
            return false;
        }
        long reached = voters.stream()
                .mapToInt(Member::server)
                .filter(voter -> voter == server
                        || (running.containsKey(voter) && !cutOff.contains(voter) && !cutOff.contains(server)))
                .count();
        return reached * 2 > voters.size();
    }

    /** Returns whether this server receives new entries now: it must be a member and in reach. */
    boolean reached(int server) {
        return (!cutOff.contains(server) || hasQuorum(server))
                && (isAmong(membership.voters(), server) || isAmong(membership.learners(), server));
    }

    private static boolean isAmong(Set<Member> members, int server) {
        return members.stream().anyMatch(member -> member.server() == server);
    }

    boolean leads(int server, long inTerm) {
        return server == leader && term == inTerm && established;
    }

    /** Returns whether a leader can decide: it was elected, has settled all earlier proposals, and reaches a quorum. */
    public boolean decides() {
        return leader != 0 && established && hasQuorum(leader);
    }

    /** Returns the voters that could be elected now, in the order of their numbers. */
    List<Integer> electable() {
        return membership.voters().stream()
                .map(Member::server)
                .filter(this::hasQuorum)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /** Elects a server in a new term. It decides nothing until {@link #establish}. */
    public void elect(int elected) {
        term += random.chance(0.2) ? 2 : 1;
        leader = elected;
        established = false;
        SimulatedReplication winner = running(elected);
        winner.won(term);
        for (SimulatedReplication other : running.values()) {
            if (other != winner) {
                long news = term;
                after(hostility.noticeMicros(), () -> other.heardOf(news, elected));
            }
        }
        long won = term;
        after(hostility.commitMicros(), () -> establish(won));
    }

    /** Repeats who leads, so that a server that missed the news of an election learns of it in the end. */
    void remindOfLeader() {
        for (SimulatedReplication any : running.values()) {
            if (established && reached(any.server()) && random.chance(0.1)) {
                any.heardOf(term, leader);
            }
        }
    }

    /** Deposes the leader until the next election. */
    void depose() {
        leader = 0;
        long last = term;
        for (SimulatedReplication any : running.values()) {
            after(hostility.noticeMicros(), () -> any.lost(last));
        }
    }

    /** Commits the first entry of the leader of term {@code won}, which settles everything in flight before it. */
    private void establish(long won) {
        if (term != won || leader == 0) {
            return;
        }
        if (!hasQuorum(leader)) {
            after(hostility.commitMicros(), () -> establish(won));
            return;
        }
        List<Proposal> earlier = List.copyOf(inFlight);
        int kept = random.between(0, earlier.size());
        for (Proposal proposal : earlier) {
            if (kept-- > 0 && !random.chance(hostility.lost())) {
                commit(proposal);
            }
            proposal.settled = true;
        }
        inFlight.clear();
        slots.append(new Slot.TermBegins(nextIndex(), term, leader));
        established = true;
    }

    /** Takes a proposal of a node that believes it leads. */
    void accept(Proposal proposal) {
        if (!leads(proposal.proposer.server(), proposal.term) || random.chance(hostility.lost())) {
            // Only one log has it, and it will be overwritten there. Its node learns so, or nothing, in its own time.
            proposal.settled = true;
            if (leads(proposal.proposer.server(), proposal.term)) {
                long toldMicros = random.between(0, 40 * hostility.commitMicros());
                scheduler.after(toldMicros, () -> proposal.tell(ProposalOutcome.UNKNOWN));
            }
            return;
        }
        inFlight.add(proposal);
        after(hostility.commitMicros(), () -> tryToCommit(proposal));
    }

    private void tryToCommit(Proposal proposal) {
        // Of an earlier term: a majority may have received it before the vote. The new leader settles it later
        // otherwise.
        boolean late = proposal.term < term && !established && random.chance(0.5);
        if (proposal.settled || (proposal.term != term && !late)) {
            return;
        }
        if (!late && !hasQuorum(proposal.proposer.server())) {
            after(5 * hostility.commitMicros(), () -> tryToCommit(proposal));
            return;
        }
        while (!proposal.settled) {
            commit(inFlight.remove(0));
        }
    }

    private void commit(Proposal proposal) {
        proposal.settled = true;
        long index = nextIndex();
        slots.append(new Slot.Ours(index, proposal));
        listener.committed(index, proposal.entry);
    }

    /** Commits a change of membership if the leader of this term still leads, and reaches most old and new voters. */
    boolean change(Membership changed, SimulatedReplication by) {
        if (!leads(by.server(), term) || !hasQuorum(leader) || !reachesMajority(leader, changed.voters())) {
            return false;
        }
        membership = changed;
        slots.append(new Slot.Members(nextIndex(), changed));
        if (!isAmong(changed.voters(), leader)) {
            depose();
        }
        return true;
    }

    private long nextIndex() {
        return lastIndex() + (random.chance(hostility.gap()) ? random.between(2, 4) : 1);
    }

    void after(long typicalMicros, Runnable action) {
        scheduler.after(random.delay(typicalMicros), action);
    }

    @Nullable
    SimulatedReplication find(int server) {
        return running.get(server);
    }

    private SimulatedReplication running(int server) {
        SimulatedReplication replication = running.get(server);
        if (replication == null) {
            throw new IllegalStateException("server " + server + " does not run");
        }
        return replication;
    }
}
