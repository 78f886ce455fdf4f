/**
 * Measures session leases with the leader's monotonic clock, and ends sessions whose lease has run out by an entry in
 * the log.
 *
 * <p>Depends on {@code decision} and on {@code follower.forwarding}, {@code follower.map} and {@code
 * follower.context}. Start at {@link io.lockstep.leader.lease.SessionLeases}.
 */
@NullMarked
package io.lockstep.leader.lease;

import org.jspecify.annotations.NullMarked;
