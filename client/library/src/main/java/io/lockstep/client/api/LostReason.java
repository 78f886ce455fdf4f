package io.lockstep.client.api;

/** How a lock was lost. */
public enum LostReason {
    /** Nothing confirmed the lease in time, so that the cluster may give the lock to others at any moment. */
    UNCONFIRMED,
    /** The session has ended: it was not heard of for longer than its lease, or somebody else took it up. */
    SESSION_ENDED,
    /** An operator broke the grant, or the cluster says for another reason that it is over. */
    REVOKED,
    /** This process closed its client. */
    CLIENT_CLOSED
}
