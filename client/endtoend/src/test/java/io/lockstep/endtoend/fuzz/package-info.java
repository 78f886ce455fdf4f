/**
 * Random and mutated input to live servers, from a seed. Start at {@code FuzzRun}; {@code LineStranger} attacks the
 * port for clients, and {@code PeerStranger} the port for servers.
 */
@NullMarked
package io.lockstep.endtoend.fuzz;

import org.jspecify.annotations.NullMarked;
