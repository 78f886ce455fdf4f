/**
 * A whole server without its sockets and its disk. It fixes the order of events in a turn of the loop and connects the
 * other packages.
 *
 * <p>Depends on all packages that a simulation can run; {@code server} and {@code engine} depend on it, never the other
 * way round. Start at {@link io.lockstep.follower.node.Node}.
 */
@NullMarked
package io.lockstep.follower.node;

import org.jspecify.annotations.NullMarked;
