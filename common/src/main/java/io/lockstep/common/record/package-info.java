/**
 * What the lock map keeps on record beside the locks: the servers with their numbers and client ids, what operators
 * did, the grants that have ended, and the answers that a session may ask for again.
 *
 * <p>Pure, as {@code common.lock} is, which alone changes it. Depends on {@code common.command} and {@code common.size}
 * only. Start at {@link io.lockstep.common.record.ServerTable}.
 */
@NullMarked
package io.lockstep.common.record;

import org.jspecify.annotations.NullMarked;
