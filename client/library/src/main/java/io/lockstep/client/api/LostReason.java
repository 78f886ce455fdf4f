package io.lockstep.client.api;

/** Why a lock was lost. */
public enum LostReason {
    /** No renewal of the lease was confirmed in time, so the cluster may grant the lock to another client. */
    UNCONFIRMED,
    /** The session ended: its lease expired, or another process resumed it. */
    SESSION_ENDED,
    /** An operator broke the grant, or the cluster ended it for another reason. */
    REVOKED,
    /** This process closed the client. */
    CLIENT_CLOSED
}
