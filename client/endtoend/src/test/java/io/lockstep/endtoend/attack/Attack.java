package io.lockstep.endtoend.attack;

import java.io.IOException;

/** What a stranger does to a cluster. */
interface Attack {

    /**
     * Goes on until time is up, counts what comes back, and closes all connections.
     *
     * @throws IOException if a server cannot be reached, or does not answer where it must
     */
    void run(Target target, Tally got) throws IOException;
}
