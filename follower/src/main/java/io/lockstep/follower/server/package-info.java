/**
 * A server process: connects data directory, wire, engine, node and event loop, and reports to the operator.
 *
 * <p>May depend on every other package of this module; only the two programs depend on it. Start at {@link
 * io.lockstep.follower.server.Server}.
 */
@NullMarked
package io.lockstep.follower.server;

import org.jspecify.annotations.NullMarked;
