/**
 * What a server may believe of its own disk: how far its parts had come, what other servers remember of it, and whether
 * it may stand and vote.
 *
 * <p>Depends on {@code storage}. Start at {@link io.lockstep.follower.trust.VoteGate}.
 */
@NullMarked
package io.lockstep.follower.trust;

import org.jspecify.annotations.NullMarked;
