package io.lockstep.client.turn;

/** What becomes of a request that wants its turn. */
public enum Admission {
    /** It has its turn. */
    GO,
    /** It waits in the process. */
    WAIT,
    /** Another request of this client has one of its names or is before it, and it does not wait. */
    TAKEN,
    /**
     * The cluster said that the client has as many locks as it allows, and the request does not wait, or its thread has
     * them all itself.
     */
    FULL,
    /** The thread would wait for a lock of another thread that waits for it. */
    CIRCLE
}
