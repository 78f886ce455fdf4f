/**
 * A replicated log that keeps the contract of {@link io.lockstep.follower.replication.Replication} and promises nothing
 * beyond it. Start reading at {@code SharedLog}, the truth; {@code SimulatedReplication} is what one node sees of it.
 */
@NullMarked
package io.lockstep.simulation.log;

import org.jspecify.annotations.NullMarked;
