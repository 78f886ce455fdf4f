/**
 * Gives the consensus engine its transport: our peer links instead of Bolt and Netty.
 *
 * <p>Depends on {@code engine.fitness}, {@code peer} and {@code trust}. Start at {@link
 * io.lockstep.follower.engine.wire.PeerRpcClient} for outgoing requests and {@link
 * io.lockstep.follower.engine.wire.PeerRpcServer} for incoming ones.
 */
@NullMarked
package io.lockstep.follower.engine.wire;

import org.jspecify.annotations.NullMarked;
