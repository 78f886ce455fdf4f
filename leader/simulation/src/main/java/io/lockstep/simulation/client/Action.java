package io.lockstep.simulation.client;

import io.lockstep.simulation.time.Randomness;

/** Something that a connected client does in its turn. */
@FunctionalInterface
public interface Action {

    void run(SimulatedClient client, Randomness random);
}
