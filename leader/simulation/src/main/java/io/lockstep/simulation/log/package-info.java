/**
 * A replicated log that keeps the contract of {@link io.lockstep.follower.replication.Replication} and promises nothing
 * beyond it. Start at {@code SharedLog}, the truth; {@code SimulatedReplication} is the view of one node.
 */
@NullMarked
package io.lockstep.simulation.log;

import org.jspecify.annotations.NullMarked;
