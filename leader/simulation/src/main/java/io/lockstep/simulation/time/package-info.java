/**
 * Simulated time: a scheduler that runs what is due in the order of a seed, clocks that drift, and the loop of a
 * server as a queue of tasks.
 *
 * <p>Depends on {@code follower.context} only. Start at {@link io.lockstep.simulation.time.Scheduler}.
 */
@NullMarked
package io.lockstep.simulation.time;

import org.jspecify.annotations.NullMarked;
