package io.lockstep.follower.engine.wire;

import com.alipay.sofa.jraft.option.NodeOptions;
import io.lockstep.follower.engine.fitness.Fitness;
import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.trust.LogPosition;
import io.lockstep.follower.trust.VoteGate;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The engine's options for one node, with the wire that this node uses. Every node of ours is started with these. */
public final class PeerNodeOptions extends NodeOptions {

    private final PeerWire wire;
    private final Fitness fitness;
    private final @Nullable ElectionGate gate;
    private final PeerProgress progress = new PeerProgress();
    private final PromptCommit promptCommit = new PromptCommit(progress);
    private volatile @Nullable ElectionTimes times;

    /** A node that always may lead, vote and stand. */
    public PeerNodeOptions(PeerWire wire) {
        this(wire, new Fitness(), null, index -> LogPosition.NONE);
    }

    /**
     * @param wire carries this node's messages to its peers
     * @param fitness whether this node may act as the leader
     * @param gate says whether this node may take part in elections; null if it always may
     * @param positionOf the entry of an index on this node's disk, with its term
     */
    public PeerNodeOptions(
            PeerWire wire, Fitness fitness, @Nullable VoteGate gate, LongFunction<LogPosition> positionOf) {
        this.wire = wire;
        this.fitness = fitness;
        this.gate = gate == null ? null : new ElectionGate(gate, positionOf);
    }

    Fitness fitness() {
        return fitness;
    }

    /** From now on the engine asks {@code source} for its times whenever it needs one. */
    public void timeBy(ElectionTimes source) {
        times = source;
    }

    @Override
    public int getElectionTimeoutMs() {
        ElectionTimes source = times;
        return source == null ? super.getElectionTimeoutMs() : source.electionMillis();
    }

    @Override
    public int getLeaderLeaseTimeoutMs() {
        ElectionTimes source = times;
        return source == null ? super.getLeaderLeaseTimeoutMs() : source.quorumMillis();
    }

    /** The engine is about to ask a peer for its vote, or whether it would vote. */
    void askingForVotes() {
        ElectionTimes source = times;
        if (source != null) {
            source.askingForVotes();
        }
    }

    /** Keeps this node out of elections while it must be; null if it always may take part. */
    @Nullable
    ElectionGate gate() {
        return gate;
    }

    PeerWire wire() {
        return wire;
    }

    /** The follower notifier of this node, which must be told what the node applies. */
    public PromptCommit promptCommit() {
        return promptCommit;
    }

    /** How far the other servers have the log. */
    public PeerProgress progress() {
        return progress;
    }
}
