/**
 * Connections between servers, and from clients to servers, that are slow, break, and lose messages under way. Start at
 * {@code SimulatedNetwork}, then {@code Pipe}.
 */
@NullMarked
package io.lockstep.simulation.network;

import org.jspecify.annotations.NullMarked;
