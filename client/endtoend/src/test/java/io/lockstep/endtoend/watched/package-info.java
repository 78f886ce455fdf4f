/**
 * What those who look on cost a client: {@link io.lockstep.endtoend.watched.Watched} is the run, and {@code
 * scripts/watched} starts it.
 *
 * <p>May depend on {@code cluster} and {@code browser}.
 */
@NullMarked
package io.lockstep.endtoend.watched;

import org.jspecify.annotations.NullMarked;
