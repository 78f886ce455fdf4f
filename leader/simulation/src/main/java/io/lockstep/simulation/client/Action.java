package io.lockstep.simulation.client;

import io.lockstep.simulation.Randomness;

/** Something a client does when it is its turn and it is connected. */
@FunctionalInterface
public interface Action {

    void run(SimulatedClient client, Randomness random);
}
