/**
 * The first seconds of a cluster: {@link io.lockstep.endtoend.cold.FirstSeconds} measures them, and {@code
 * scripts/cold} starts it.
 *
 * <p>May depend on {@code cluster}.
 */
@NullMarked
package io.lockstep.endtoend.cold;

import org.jspecify.annotations.NullMarked;
