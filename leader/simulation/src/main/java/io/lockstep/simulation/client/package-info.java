/** Clients that speak the line protocol and note down what they asked and what they were told. */
@NullMarked
package io.lockstep.simulation.client;

import org.jspecify.annotations.NullMarked;
