/**
 * The program {@code leader.jar}: founds a cluster, and then runs as any server does.
 *
 * <p>The packages below hold what a leader does beyond a follower; {@link io.lockstep.leader.term.Leadership} is where they
 * meet. Start at {@link io.lockstep.leader.LeaderMain}.
 */
@NullMarked
package io.lockstep.leader;

import org.jspecify.annotations.NullMarked;
