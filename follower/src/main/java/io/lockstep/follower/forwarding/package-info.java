/**
 * Requests to the current leader, and their answers: the requests pending at this server, the route to the leader, and
 * the messages between servers.
 *
 * <p>{@link io.lockstep.follower.forwarding.LeaderRole} is the one seam between a follower and the leader's code: a
 * server that leads passes its requests to it; every other server sends them over a peer channel. Depends on {@code
 * map}, {@code replication} and {@code context}. Start at {@link io.lockstep.follower.forwarding.PendingRequests}.
 */
@NullMarked
package io.lockstep.follower.forwarding;

import org.jspecify.annotations.NullMarked;
