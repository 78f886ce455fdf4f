package io.lockstep.simulation.log;

import io.lockstep.follower.replication.ProposalOutcome;
import java.util.function.Consumer;

/** An entry that a node proposed, and whether the node knows its outcome. */
final class Proposal {

    final SimulatedReplication proposer;
    final long term;
    final byte[] entry;
    private final Consumer<ProposalOutcome> outcome;
    private boolean told;

    /** Whether it is in the log, or certainly never will be. */
    boolean settled;

    Proposal(SimulatedReplication proposer, long term, byte[] entry, Consumer<ProposalOutcome> outcome) {
        this.proposer = proposer;
        this.term = term;
        this.entry = entry;
        this.outcome = outcome;
    }

    boolean told() {
        return told;
    }

    /** Reports the outcome to the proposer, unless one was reported before. */
    void tell(ProposalOutcome what) {
        if (!told) {
            told = true;
            proposer.post(() -> outcome.accept(what));
        }
    }
}
