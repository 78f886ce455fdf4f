/**
 * A server process: wires data directory, wire, engine, node and event loop together, and tells the operator what happens.
 *
 * <p>Depends on all other packages of this module; only the two programs depend on it. Start at {@link
 * io.lockstep.follower.server.Server}.
 */
@NullMarked
package io.lockstep.follower.server;

import org.jspecify.annotations.NullMarked;
