/**
 * The lock state machine: which session holds which lock, and every rule about it.
 *
 * <p>Pure: no I/O, clock, thread, randomness or logging; time is data in an {@link Entry}. Every server applies the same
 * entries in the same order and so has the same map. Start reading at {@link io.lockstep.common.lock.Command}, then
 * {@link io.lockstep.common.lock.LockStateMachine}. May depend on nothing but {@code java.lang} and {@code java.util}.
 */
@NullMarked
package io.lockstep.common.lock;

import org.jspecify.annotations.NullMarked;
