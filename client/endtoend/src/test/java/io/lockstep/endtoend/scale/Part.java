package io.lockstep.endtoend.scale;

import java.io.IOException;

/** One part of the measurement. */
interface Part {

    /** Whether the servers are to have had some load before, so that the virtual machine has compiled what matters. */
    default boolean needsWarmth() {
        return true;
    }

    void run(Servers servers, Sizes sizes, Report report) throws IOException, InterruptedException;
}
