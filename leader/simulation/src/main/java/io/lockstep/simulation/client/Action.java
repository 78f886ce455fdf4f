package io.lockstep.simulation.client;

import io.lockstep.simulation.Randomness;

/** Something that a connected client does in its turn. */
@FunctionalInterface
public interface Action {

    void run(SimulatedClient client, Randomness random);
}
