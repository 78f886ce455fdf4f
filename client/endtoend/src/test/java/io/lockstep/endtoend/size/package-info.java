/**
 * Clusters with very many locks. {@link io.lockstep.endtoend.size.ManyLocks} is the run; the build has a short form of
 * it, and {@code scripts/million} the long one.
 *
 * <p>May depend on {@code cluster}.
 */
@NullMarked
package io.lockstep.endtoend.size;

import org.jspecify.annotations.NullMarked;
