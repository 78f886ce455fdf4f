/**
 * Decides when a follower calls its leader dead: at once when the leader's links close at most voters, and after a
 * patient, adaptive time-out when the leader is only silent.
 *
 * <p>Depends on {@code engine.wire}, {@code peer} and {@code replication}. Start at {@link
 * io.lockstep.follower.engine.failover.LeaderWatch}.
 */
@NullMarked
package io.lockstep.follower.engine.failover;

import org.jspecify.annotations.NullMarked;
