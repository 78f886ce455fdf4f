/** Connections between servers, and from clients to servers, that are slow, break, and lose what was under way. */
@NullMarked
package io.lockstep.simulation.network;

import org.jspecify.annotations.NullMarked;
