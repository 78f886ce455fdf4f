/**
 * Implements the seam {@code follower.replication} with the consensus engine SOFAJRaft: starts it, proposes, confirms
 * leadership, changes the membership, and delivers committed entries to the node's loop.
 *
 * <p>The packages below {@code engine} are the only ones that see the engine. This one depends on {@code
 * engine.fitness}, {@code engine.wire}, {@code engine.storage}, {@code peer}, {@code replication} and {@code storage}.
 * Start at {@link io.lockstep.follower.engine.replication.EngineReplication}.
 */
@NullMarked
package io.lockstep.follower.engine.replication;

import org.jspecify.annotations.NullMarked;
