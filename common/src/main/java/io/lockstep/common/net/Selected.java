package io.lockstep.common.net;

/** The attachment of a key of the selector. */
interface Selected {

    /** The socket is ready for an operation that it is registered for. */
    void ready(long nowNanos);

    /** The loop is ending: close at once. */
    void abort();
}
