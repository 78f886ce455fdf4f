/**
 * The program {@code leader.jar}: founds a cluster, and then runs as any server does.
 *
 * <p>The packages below contain what a leader does beyond a follower; {@link io.lockstep.leader.term.Leadership}
 * connects them. Depends on {@code follower.server}, {@code follower.engine.replication}, {@code follower.peer}, {@code
 * follower.storage}, {@code follower.context} and {@code leader.term}. Start at {@link io.lockstep.leader.LeaderMain}.
 */
@NullMarked
package io.lockstep.leader;

import org.jspecify.annotations.NullMarked;
