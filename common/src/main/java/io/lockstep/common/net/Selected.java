package io.lockstep.common.net;

/** What is attached to a key of the selector. */
interface Selected {

    /** The socket is ready for something that it was registered for. */
    void ready(long nowNanos);

    /** The loop ends: close at once. */
    void abort();
}
