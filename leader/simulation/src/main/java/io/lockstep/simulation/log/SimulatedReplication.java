package io.lockstep.simulation.log;

import io.lockstep.common.entry.SnapshotCodec;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.replication.ProposalOutcome;
import io.lockstep.follower.replication.Replication;
import io.lockstep.follower.replication.ReplicationEvents;
import io.lockstep.simulation.time.Randomness;
import io.lockstep.simulation.time.SimulatedLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The shared log as one run of one server sees it: delayed, at its own pace, with its own belief about the leader. A
 * restarted server makes a new one over the same {@link ServerDisk}.
 */
public final class SimulatedReplication implements Replication {

    /** A node this far behind may get a snapshot instead of the entries. */
    private static final int BEHIND_SLOTS = 5;

    private static final int BURST_SLOTS_MAX = 8;

    private static final long PACE_MICROS_MAX = 1_000_000;

    private final SharedLog log;
    private final int server;
    private final ServerDisk disk;
    private final SimulatedLoop loop;
    private final Randomness random;
    private final MembershipChanges changes;
    private final SnapshotWriter snapshots;
    private final List<Proposal> untold = new ArrayList<>();
    private @Nullable ReplicationEvents events;
    private Membership membership;
    private int position;
    private long positionIndex;
    private long knownTerm;
    private int knownLeader;
    private long leadsTerm;
    private long slowness = 1;

    /** Makes the view of one run of a server, whose log callbacks run in {@code loop}. */
    public SimulatedReplication(SharedLog log, int server, ServerDisk disk, SimulatedLoop loop, Randomness random) {
        this.log = log;
        this.server = server;
        this.disk = disk;
        this.loop = loop;
        this.random = random;
        this.changes = new MembershipChanges(log, this, random);
        this.snapshots = new SnapshotWriter(log, disk, this);
        this.membership = log.membership();
    }

    int server() {
        return server;
    }

    /** Begins with the snapshot on disk, if there is one. The later entries follow in time. */
    public void start(ReplicationEvents receiver) {
        events = receiver;
        log.started(this);
        long index = disk.snapshotIndex();
        if (index > 0) {
            load(index, disk.snapshot());
        }
        log.after(10 * log.hostility().paceMicros(), this::deliver);
    }

    /** Ends the process. Only its disk survives. */
    public void stop() {
        loop.stop();
        log.stopped(this);
    }

    boolean isStopped() {
        return loop.stopped();
    }

    void post(Runnable callback) {
        loop.post(callback);
    }

    ReplicationEvents events() {
        if (events == null) {
            throw new IllegalStateException("not started");
        }
        return events;
    }

    // Events of this server.

    private void deliver() {
        if (loop.stopped()) {
            return;
        }
        for (int left = random.between(1, BURST_SLOTS_MAX);
                left > 0 && position < log.slots().size() && log.reached(server);
                left--) {
            if (!skipBySnapshot()) {
                deliver(log.slots().get(position++));
            }
        }
        long paceMicros = slowness * random.delay(log.hostility().paceMicros());
        log.scheduler().after(Math.min(paceMicros, PACE_MICROS_MAX), this::deliver);
    }

    /** Delivers entries this many times slower from now on. */
    public void slowness(long times) {
        slowness = times;
    }

    private void deliver(Slot slot) {
        positionIndex = slot.index();
        if (slot instanceof Slot.Ours ours) {
            byte[] entry = ours.proposal().entry.clone();
            post(() -> events().applied(ours.index(), entry));
            if (ours.proposal().proposer == this) {
                log.after(log.hostility().reportMicros(), () -> tell(ours.proposal(), ProposalOutcome.APPLIED));
            }
            if (random.chance(log.hostility().snapshot())) {
                requestSnapshot();
            }
        } else if (slot instanceof Slot.Members members) {
            membership = members.membership();
        } else if (slot instanceof Slot.TermBegins begins) {
            // No entry of a term comes before the news of that term.
            heardOf(begins.term(), random.chance(0.5) && begins.leader() != server ? begins.leader() : 0);
            if (begins.term() == leadsTerm) {
                post(() -> events().leading(begins.term()));
            }
        }
    }

    /** A server that is far behind may find the entries gone and get the snapshot of another server. */
    private boolean skipBySnapshot() {
        if (leadsTerm != 0
                || log.slots().size() - position < BEHIND_SLOTS
                || !random.chance(log.hostility().installed())) {
            return false;
        }
        for (SimulatedReplication other : log.running()) {
            if (other.disk.snapshotIndex() > positionIndex) {
                disk.save(other.disk.snapshotIndex(), other.disk.snapshot());
                load(disk.snapshotIndex(), disk.snapshot());
                return true;
            }
        }
        return false;
    }

    private void load(long index, byte[] snapshot) {
        position = log.slots().positionBehind(index);
        positionIndex = index;
        membership = log.slots().membershipAt(position);
        post(events().readSnapshot(index, SnapshotCodec.pieces(snapshot)));
    }

    /** This server was elected. Its node learns of it once the first entry of its term has arrived. */
    void won(long term) {
        abandonProposals();
        if (leadsTerm != 0 || random.chance(0.5)) {
            post(() -> events().leaderless(term));
        }
        knownTerm = term;
        knownLeader = server;
        leadsTerm = term;
    }

    /** News of a leader reached this server; 0 for the news that there is none. */
    void heardOf(long term, int leader) {
        boolean namesLeader = term == knownTerm && knownLeader == 0 && leader != 0;
        if (loop.stopped() || (term <= knownTerm && !namesLeader)) {
            return;
        }
        if (leadsTerm != 0 && leader != 0 && random.chance(0.5)) {
            post(() -> events().leaderless(term));
        }
        knownTerm = term;
        knownLeader = leader;
        leadsTerm = 0;
        abandonProposals();
        if (leader == 0) {
            post(() -> events().leaderless(term));
        } else {
            post(() -> events().following(leader, term));
        }
    }

    /** The leader of {@code term} is gone, and no other is known yet. */
    void lost(long term) {
        if (!loop.stopped() && term == knownTerm) {
            leadsTerm = 0;
            knownLeader = 0;
            abandonProposals();
            post(() -> events().leaderless(term));
        }
    }

    private void abandonProposals() {
        for (Proposal proposal : List.copyOf(untold)) {
            log.after(log.hostility().reportMicros(), () -> tell(proposal, ProposalOutcome.UNKNOWN));
        }
    }

    private void tell(Proposal proposal, ProposalOutcome outcome) {
        proposal.tell(outcome);
        untold.remove(proposal);
    }

    // Requests of the node.

    @Override
    public void propose(byte[] entry, long term, Consumer<ProposalOutcome> outcome) {
        Proposal proposal = new Proposal(this, term, entry.clone(), outcome);
        LogHostility hostility = log.hostility();
        if (leadsTerm != term || term == 0 || random.chance(hostility.refused())) {
            log.after(hostility.reportMicros(), () -> proposal.tell(ProposalOutcome.REFUSED));
            return;
        }
        untold.add(proposal);
        if (random.chance(hostility.disowned())) {
            log.after(10 * hostility.commitMicros(), () -> tell(proposal, ProposalOutcome.UNKNOWN));
        }
        log.accept(proposal);
    }

    @Override
    public void confirmLeadership(Consumer<Long> confirmed) {
        long committed = log.lastIndex();
        LogHostility hostility = log.hostility();
        log.after(hostility.commitMicros(), () -> {
            boolean leads = leadsTerm != 0 && log.leads(server, leadsTerm) && log.hasQuorum(server);
            boolean confirms = leads && !random.chance(hostility.notConfirmed());
            long index = random.chance(0.5) ? committed : log.lastIndex();
            log.after(hostility.commitMicros(), () -> {
                if (confirms) {
                    confirmOnceGiven(index, confirmed);
                } else {
                    post(() -> confirmed.accept(NOT_CONFIRMED));
                }
            });
        });
    }

    private void confirmOnceGiven(long index, Consumer<Long> confirmed) {
        if (positionIndex >= index) {
            post(() -> confirmed.accept(index));
        } else if (!loop.stopped()) {
            log.after(log.hostility().paceMicros(), () -> confirmOnceGiven(index, confirmed));
        }
    }

    @Override
    public Membership membership() {
        boolean changing = changes.underWay() || (leadsTerm != 0 && !membership.equals(log.membership()));
        return new Membership(membership.voters(), membership.learners(), changing);
    }

    @Override
    public void addLearners(Set<Member> servers) {
        changes.addLearners(servers);
    }

    @Override
    public void removeLearners(Set<Member> servers) {
        changes.removeLearners(servers);
    }

    @Override
    public void changeVoters(Set<Member> leaving, Set<Member> rising) {
        changes.changeVoters(leaving, rising);
    }

    @Override
    public boolean isLevel(Member member) {
        SimulatedReplication other = log.find(member.server());
        return log.leads(server, leadsTerm) && other != null && log.slots().size() - other.position < BEHIND_SLOTS;
    }

    @Override
    public boolean transferLeadership(int to) {
        return Elections.transfer(log, random, server, leadsTerm, to);
    }

    @Override
    public void requestSnapshot() {
        snapshots.request(positionIndex);
    }
}
