/**
 * Founds the cluster, and makes registered servers learners and then voters.
 *
 * <p>Depends on {@code decision} and on {@code follower.replication}, {@code follower.map}, {@code
 * follower.forwarding} and {@code follower.context}. Start at {@link io.lockstep.leader.membership.ClusterMembership}.
 */
@NullMarked
package io.lockstep.leader.membership;

import org.jspecify.annotations.NullMarked;
