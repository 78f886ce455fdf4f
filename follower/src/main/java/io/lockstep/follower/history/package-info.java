/**
 * Writes the grants that have ended into a file of this server, for longer than the history in the lock map keeps them.
 *
 * <p>The loop only hands grants over; a thread of its own writes. Depends on {@code common.command}, {@code
 * common.protocol}, {@code common.record} and {@code program}. Start at {@link
 * io.lockstep.follower.history.PastGrantFile}.
 */
@NullMarked
package io.lockstep.follower.history;

import org.jspecify.annotations.NullMarked;
