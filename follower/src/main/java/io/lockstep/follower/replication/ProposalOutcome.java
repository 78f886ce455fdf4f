package io.lockstep.follower.replication;

/** What became of a proposal, as far as its proposer can know. */
public enum ProposalOutcome {
    /** It is in the log for good and was given to this node. */
    APPLIED,
    /** It is certainly not in the log, now or later. */
    REFUSED,
    /** It may be in the log, now or later, or never. */
    UNKNOWN
}
