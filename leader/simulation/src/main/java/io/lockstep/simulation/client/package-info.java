/**
 * Clients that speak the line protocol and record the requests they send and the lines they receive. Depends on {@code
 * simulation.network} for connections. Start at {@code SimulatedClient}; {@code ClientCall} is the record of one
 * request.
 */
@NullMarked
package io.lockstep.simulation.client;

import org.jspecify.annotations.NullMarked;
