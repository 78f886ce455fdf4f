/**
 * One term of leading: takes requests, proposes batches, and is discarded when the term ends.
 *
 * <p>Implements {@code follower.forwarding.LeaderRole}. Depends on {@code decision}, {@code lease} and {@code
 * membership}, and on the follower's {@code forwarding}, {@code replication}, {@code map} and {@code context}.
 *
 */
@NullMarked
package io.lockstep.leader.term;

import org.jspecify.annotations.NullMarked;
