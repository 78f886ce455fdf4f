/**
 * What the lock map keeps on record beside the locks: the servers with their numbers, and what operators did.
 *
 * <p>Pure, as {@code common.lock} is, which alone uses it. Depends on {@code common.command} and {@code common.size}
 * only. Start at {@link io.lockstep.common.record.ServerTable}.
 */
@NullMarked
package io.lockstep.common.record;

import org.jspecify.annotations.NullMarked;
