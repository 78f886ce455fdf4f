package io.lockstep.follower.replication;

/** The outcome of a proposal, as far as its proposer can know it. */
public enum ProposalOutcome {
    /** The entry is in the log for good and has been delivered to this node. */
    APPLIED,
    /** The entry is not in the log and never will be. */
    REFUSED,
    /** The entry may be in the log, or may still get there, or not. */
    UNKNOWN
}
