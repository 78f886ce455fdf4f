/**
 * Decides requests against the applied lock map: what changes the map is collected for a proposal, what conflicts with a
 * proposal under way waits behind it, what is refused waits until leadership is confirmed.
 *
 * <p>Pure apart from {@link io.lockstep.leader.decision.ReadIndex}, which calls the replicated log. Depends on {@code common}
 * and {@code follower.replication}. Start at {@link io.lockstep.leader.decision.LeaderDecisions}.
 */
@NullMarked
package io.lockstep.leader.decision;

import org.jspecify.annotations.NullMarked;
