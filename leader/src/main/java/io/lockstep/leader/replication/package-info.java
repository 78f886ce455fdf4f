/**
 * The one seam between a node and the consensus engine: propose, applied, role, confirmed leadership, membership,
 * snapshots. No type of an engine beyond it. Start reading at {@link io.lockstep.leader.replication.Replication}, whose
 * Javadoc is the contract that one test holds both the real engine and the simulated log to.
 */
@NullMarked
package io.lockstep.leader.replication;

import org.jspecify.annotations.NullMarked;
