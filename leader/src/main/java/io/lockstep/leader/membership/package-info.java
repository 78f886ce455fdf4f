/**
 * Founds the cluster, and makes registered servers learners and then voters.
 *
 * <p>Depends on {@code decision} and {@code follower.replication}. Start at {@link
 * io.lockstep.leader.membership.VoterPlan}.
 */
@NullMarked
package io.lockstep.leader.membership;

import org.jspecify.annotations.NullMarked;
