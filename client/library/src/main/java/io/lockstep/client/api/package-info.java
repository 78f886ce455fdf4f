/**
 * Lockstep for Java programs: locks that are taken, held and given back by handles.
 *
 * <p>Read in this order: {@code LockClient}, which is a session with the cluster; {@code LockRequest}, which says what to
 * take and how; {@code HeldLock}, which is a grant in the hands of this process; {@code Refusal} and the exceptions, which
 * keep refused, not done and unknown apart; {@code ConnectionState}; {@code FenceGuard}, for the resource that a lock
 * protects. Then what works behind them: {@code Acquisition} takes one lock, {@code Grants} knows what is held,
 * {@code Returns} gives back what nobody wants any more, {@code LockView} is the {@link java.util.concurrent.locks.Lock}.
 *
 * <p>Depends on the JDK, {@code client.connection} and {@code common.protocol} only. {@code docs/LIBRARY.md} has examples
 * that run.
 */
@NullMarked
package io.lockstep.client.api;

import org.jspecify.annotations.NullMarked;
