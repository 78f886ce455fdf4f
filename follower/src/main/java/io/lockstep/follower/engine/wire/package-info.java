/**
 * Gives the consensus engine its transport: our peer links instead of Bolt and Netty.
 *
 * <p>Depends on {@code follower.peer}. Start at {@link io.lockstep.follower.engine.wire.PeerRpcClient} for requests sent and
 * {@link io.lockstep.follower.engine.wire.PeerRpcServer} for requests received.
 */
@NullMarked
package io.lockstep.follower.engine.wire;

import org.jspecify.annotations.NullMarked;
