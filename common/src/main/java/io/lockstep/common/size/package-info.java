/**
 * What the lock map takes in memory, as all servers count it alike: estimates for each thing, and their sum.
 *
 * <p>Pure. May depend on {@code common.command} only. Start reading at {@link io.lockstep.common.size.MapBytes}.
 */
@NullMarked
package io.lockstep.common.size;

import org.jspecify.annotations.NullMarked;
