package io.lockstep.follower.engine.wire;

import com.alipay.sofa.jraft.option.NodeOptions;
import io.lockstep.follower.peer.PeerWire;

/** The engine's options for one node, with the wire that this node talks over. Every node of ours is started with these. */
public final class PeerNodeOptions extends NodeOptions {

    private final PeerWire wire;
    private final PeerProgress progress = new PeerProgress();
    private final PromptCommit promptCommit = new PromptCommit(progress);

    public PeerNodeOptions(PeerWire wire) {
        this.wire = wire;
    }

    PeerWire wire() {
        return wire;
    }

    /** To be told what this node has applied. */
    public PromptCommit promptCommit() {
        return promptCommit;
    }

    /** How far the others have the log. */
    public PeerProgress progress() {
        return progress;
    }
}
