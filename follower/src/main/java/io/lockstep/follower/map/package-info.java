/**
 * This server's replica of the lock map, the index it has reached, and callbacks that wait for an index.
 *
 * <p>Depends on {@code common} and {@code context}. Start at {@link io.lockstep.follower.map.ReplicatedMap}; the lock
 * map itself is {@code common.lock.LockStateMachine}.
 */
@NullMarked
package io.lockstep.follower.map;

import org.jspecify.annotations.NullMarked;
