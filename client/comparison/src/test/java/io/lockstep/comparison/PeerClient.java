package io.lockstep.comparison;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One client of another service, as bytes: what it sends, and where an answer ends. Used by one thread. */
interface PeerClient {

    /** The next request to send; the first ones may open the session. Positioned at its start. */
    ByteBuffer next();

    /**
     * Takes what has arrived, as far as it is whole. Returns whether the answer to the request has come.
     *
     * @throws IOException if the answer is not the one that is expected
     */
    boolean answered(ByteBuffer received) throws IOException;

    /** Bytes to send at once, without an answer; null if there are none. */
    default ByteBuffer aside() {
        return null;
    }

    /** Whether the session is open: until then no answer counts. */
    boolean isOpen();

    /** Whether the request that {@link #next} returned last begins a cycle, so that its latency counts. */
    boolean begins();

    /** Whether a cycle is over, or has not begun. */
    boolean atRest();
}
