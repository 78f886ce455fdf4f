/**
 * The one seam between a node and the consensus engine: proposals, applied entries, roles, confirmed leadership,
 * membership, snapshots. No type of an engine appears in it.
 *
 * <p>Depends on {@code common.entry} for the bytes of snapshots, and on nothing else. Start at {@link
 * io.lockstep.follower.replication.Replication}: its Javadoc is the contract, and one test holds both the real engine
 * and the simulated log to it.
 */
@NullMarked
package io.lockstep.follower.replication;

import org.jspecify.annotations.NullMarked;
