package io.lockstep.endtoend.scale;

import java.io.IOException;

/** One part of the measurement. It starts and ends a cluster of its own. */
interface Part {

    void run(Sizes sizes, Report report) throws IOException, InterruptedException;
}
