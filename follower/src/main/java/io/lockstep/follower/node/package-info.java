/**
 * A whole server without its sockets and its disk. It fixes the order of events in a turn of the loop and connects the
 * other packages.
 *
 * <p>Depends on {@code client}, {@code session}, {@code forwarding}, {@code map}, {@code replication} and {@code
 * context}, all of which a simulation can run; only {@code server} depends on it. Start at {@link
 * io.lockstep.follower.node.Node}.
 */
@NullMarked
package io.lockstep.follower.node;

import org.jspecify.annotations.NullMarked;
