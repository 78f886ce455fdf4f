package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import io.lockstep.follower.engine.replication.EngineFailure.Kind;
import io.lockstep.follower.engine.storage.EngineStorage;
import io.lockstep.follower.engine.wire.PeerProgress;
import io.lockstep.follower.peer.PeerLinks;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.trust.Doubt;
import io.lockstep.follower.trust.LogPosition;
import io.lockstep.follower.trust.VoteGate;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down, on its own thread, how far this server's disk has come and, as the leader, how far the others have:
 * every two seconds, and whenever another server was met in a new run. Keeps a link to every other member, also between
 * followers: what a server remembers of another, it learns from that one's hello. Tells the operator whom a server in
 * doubt waits for.
 */
final class ProgressRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressRecorder.class);

    private static final long TICK_MILLIS = 500;
    private static final int TICKS_BETWEEN_WRITES = 4;
    private static final int TICKS_BEFORE_WARNING = 10;

    private final int self;
    private final EngineStorage storage;
    private final PeerProgress peers;
    private final PeerLinks links;
    private final NodeImpl node;
    private final Supplier<Membership> membership;
    private final Worker worker;
    private final EngineFailure failure;
    private int ticks;
    private int ticksInDoubt;
    private String warned = "";

    ProgressRecorder(
            EngineNode engine, PeerLinks links, Supplier<Membership> membership, Worker worker, EngineFailure failure) {
        this.links = links;
        this.self = engine.self().getIdx();
        this.storage = engine.storage();
        this.peers = engine.progress();
        this.node = engine.node();
        this.membership = membership;
        this.worker = worker;
        this.failure = failure;
    }

    /** Starts. Called once the membership is known. */
    void start() {
        VoteGate gate = storage.gate();
        gate.onDoubt(explanation -> worker.execute(() -> failIfLeading(explanation)));
        gate.onNewRun(() -> worker.execute(this::write));
        gate.voters(this::others);
        worker.repeat(this::tick, TICK_MILLIS);
    }

    /** The other voters. A server that does not vote itself may have lost the entry by which it does: it asks all. */
    private Set<Integer> others() {
        Set<Member> voters = membership.get().voters();
        boolean votes = voters.stream().anyMatch(voter -> voter.server() == self);
        return otherMembers()
                .filter(member -> !votes || voters.contains(member))
                .map(Member::server)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void failIfLeading(String explanation) {
        if (node.isLeader()) {
            failure.failed(Kind.IN_DOUBT, explanation, null);
        }
    }

    private void tick() {
        ticks++;
        otherMembers().forEach(member -> links.linkTo(member.peerAddress()));
        if (node.isLeader(false)) {
            rememberOthers();
        }
        warnIfInDoubt();
        if (ticks % TICKS_BETWEEN_WRITES == 0) {
            write();
        }
    }

    private void rememberOthers() {
        long term = storage.term();
        if (storage.positionOf(node.getLastCommittedIndex()).term() == term) {
            storage.gate().led(term);
        }
        otherMembers().forEach(member -> rememberOther(member, term));
    }

    private Stream<Member> otherMembers() {
        Membership now = membership.get();
        return Stream.concat(now.voters().stream(), now.learners().stream()).filter(member -> member.server() != self);
    }

    private void rememberOther(Member member, long term) {
        PeerId peer = PeerIds.of(member);
        LogPosition position = storage.positionOf(peers.storedAt(peer.toString(), term));
        // Only a leader's own log is surely that of its followers.
        if (!position.equals(LogPosition.NONE) && node.isLeader(false) && storage.term() == term) {
            storage.gate().reached(member.server(), position);
        }
    }

    private void warnIfInDoubt() {
        Doubt doubt = storage.gate().doubt();
        ticksInDoubt = doubt == Doubt.NONE ? 0 : ticksInDoubt + 1;
        if (ticksInDoubt < TICKS_BEFORE_WARNING) {
            return;
        }
        Set<Integer> missing = storage.gate().waitsFor();
        String waiting = missing.isEmpty()
                ? "for a leader"
                : "for a leader" + (doubt == Doubt.CUT_LOG ? ", or to hear" : "; it has not heard") + " from servers "
                        + missing;
        if (!waiting.equals(warned)) {
            warned = waiting;
            LOG.warn(
                    "This server still neither stands nor votes, since it may have lost what it acknowledged. It waits"
                            + " {}. If they are gone for good, start it with --accept-loss",
                    waiting);
        }
    }

    private void write() {
        try {
            storage.recordProgress();
        } catch (IOException e) {
            failure.failed(Kind.DISK_FAILED, "The progress file cannot be written: " + e.getMessage(), e);
        }
    }
}
