/**
 * The one seam between a node and the consensus engine: propose, applied, role, confirmed leadership, membership,
 * snapshots. No type of an engine appears in it, and it depends on nothing but the JDK.
 *
 * <p>Start at {@link io.lockstep.follower.replication.Replication}. Its Javadoc is the contract; one test holds both the real
 * engine and the simulated log to it.
 */
@NullMarked
package io.lockstep.follower.replication;

import org.jspecify.annotations.NullMarked;
