package io.lockstep.client.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/** Decides when each client sends its next request. Used by the one thread of the benchmark. */
interface Pacing {

    /** This client has nothing to do from now on. */
    void idle(BenchClient client, long nowNanos);

    /**
     * Sends what is due, and waits until something has arrived, something else is due, or {@code millisMax} are over.
     */
    void turn(Selector selector, Consumer<SelectionKey> ready, long millisMax) throws IOException;

    /** What is due by now and not sent yet will not be sent, and does not count. */
    void forget(long nowNanos);

    /** No request is due any more. */
    void stop(long nowNanos);

    /** The requests that were due when it was stopped, and had not been sent. */
    long unsent();
}
