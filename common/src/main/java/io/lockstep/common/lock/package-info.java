/**
 * The lock map and its rules: which session holds which lock, and which sessions wait for it.
 *
 * <p>Pure: no I/O, clock, threads, randomness or logging; time is data in an entry. Every server applies the same
 * entries in the same order and so has the same map. Depends on {@code common.access}, {@code common.command},
 * {@code common.record}, {@code common.size} and {@code common.table} only.
 * Start at {@link io.lockstep.common.lock.LockStateMachine}, then {@code Lock} and {@code LockRules}.
 */
@NullMarked
package io.lockstep.common.lock;

import org.jspecify.annotations.NullMarked;
