package io.lockstep.follower.engine.wire;

import com.alipay.sofa.jraft.option.NodeOptions;
import io.lockstep.follower.engine.fitness.Fitness;
import io.lockstep.follower.peer.PeerWire;
import org.jspecify.annotations.Nullable;

/** The engine's options for one node, with the wire that this node uses. Every node of ours is started with these. */
public final class PeerNodeOptions extends NodeOptions {

    private final PeerWire wire;
    private final PeerProgress progress = new PeerProgress();
    private final PromptCommit promptCommit = new PromptCommit(progress);
    private volatile @Nullable ElectionTimes times;

    private final Fitness fitness;

    /**
     * @param wire carries this node's messages to its peers
     * @param fitness whether this node may act as the leader
     */
    public PeerNodeOptions(PeerWire wire, Fitness fitness) {
        this.wire = wire;
        this.fitness = fitness;
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
