/**
 * Attacks on live clusters: what strangers can send to the ports of servers to harm their other clients. {@link
 * io.lockstep.endtoend.attack.Attacks} lists them, and {@link io.lockstep.endtoend.attack.AttackRun} is a run of one.
 * The attacker is a process of its own, so that it can be kept on one core. The build has a short form, and
 * {@code scripts/attack} the long one.
 *
 * <p>May depend on {@code cluster} and {@code faults}.
 */
@NullMarked
package io.lockstep.endtoend.attack;

import org.jspecify.annotations.NullMarked;
