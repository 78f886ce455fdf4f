package io.lockstep.endtoend.fuzz;

import java.io.IOException;

/** Sends what nobody should send to one port of one server. Used by one thread. */
interface Stranger {

    /**
     * Sends this many inputs and waits for the answer to the last. A server may close the connection at any time.
     *
     * @throws IOException if the server cannot be reached any more, or does not answer in time
     */
    void send(int inputs) throws IOException;

    /** Closes the connection, if there is one. */
    void leave() throws IOException;
}
