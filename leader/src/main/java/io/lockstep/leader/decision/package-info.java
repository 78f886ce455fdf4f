/**
 * Decides requests against the applied lock map. Commands that change the map are collected for a proposal, commands
 * that conflict with a proposal in progress wait behind it, and refusals wait until leadership is confirmed.
 *
 * <p>Only {@link io.lockstep.leader.decision.ReadIndex} calls the replicated log; everything else is pure. Depends on
 * {@code common} and {@code follower.replication}. Start at {@link io.lockstep.leader.decision.LeaderDecisions}.
 */
@NullMarked
package io.lockstep.leader.decision;

import org.jspecify.annotations.NullMarked;
