/**
 * One term of leading: takes requests, proposes batches, and is discarded when the term ends.
 *
 * <p>Implements {@code follower.forwarding.LeaderRole}. Depends on {@code decision}, {@code lease} and {@code
 * membership}. Start at {@link io.lockstep.leader.term.Leadership}.
 */
@NullMarked
package io.lockstep.leader.term;

import org.jspecify.annotations.NullMarked;
