/**
 * How the cost of an operation, time and memory depend on how much there is: locks, sessions, waiters. {@link
 * io.lockstep.endtoend.scale.Scale} is the program, {@code scripts/scale} starts it, and each class that is a {@link
 * io.lockstep.endtoend.scale.Part} is one part of the measurement.
 *
 * <p>May depend on {@code cluster}.
 */
@NullMarked
package io.lockstep.endtoend.scale;

import org.jspecify.annotations.NullMarked;
