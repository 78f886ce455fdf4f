package io.lockstep.follower.engine.wire;

import com.alipay.sofa.jraft.option.NodeOptions;
import io.lockstep.follower.engine.fitness.Fitness;
import io.lockstep.follower.peer.PeerWire;

/** The engine's options for one node, with the wire that this node uses. Every node of ours is started with these. */
public final class PeerNodeOptions extends NodeOptions {

    private final PeerWire wire;
    private final PeerProgress progress = new PeerProgress();
    private final PromptCommit promptCommit = new PromptCommit(progress);

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
