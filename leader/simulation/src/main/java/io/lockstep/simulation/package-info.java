/**
 * Deterministic simulation: several whole nodes in one thread, over a simulated clock, network and replicated log,
 * driven by a seed. The same seed gives the same run, event by event. Start at {@code Simulation}; {@code
 * scripts/simulate} runs a seed again.
 */
@NullMarked
package io.lockstep.simulation;

import org.jspecify.annotations.NullMarked;
