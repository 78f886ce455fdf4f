/**
 * Lockstep for Java programs: locks that are taken, held and released through handles.
 *
 * <p>Read in this order: {@code LockClient}, a session with the cluster; {@code LockRequest}, what to take and how;
 * {@code HeldLock}, a grant in the hands of this process; {@code Refusal} and the exceptions, which tell apart refused,
 * not done and unknown; {@code ConnectionState}. Then the classes behind them: {@code Acquisition} takes one lock,
 * {@code Grants} keeps what is held, {@code BackgroundReleases} releases in the background, and {@code LockView} is the
 * {@link java.util.concurrent.locks.Lock}. What a program sees of locks that it does not hold is in {@code
 * client.inspect}, the order of its requests among themselves in {@code client.turn}, and the guard for the resource
 * behind a lock in {@code client.fencing}.
 *
 * <p>Depends on the JDK, {@code client.turn}, {@code client.inspect}, {@code client.session}, {@code
 * client.connection} and {@code common}. {@code docs/LIBRARY.md} has examples that run.
 */
@NullMarked
package io.lockstep.client.api;

import org.jspecify.annotations.NullMarked;
