/**
 * The program {@code follower.jar}: joins a cluster and then runs as any server does. A follower may be elected, so the jar
 * carries the leader's code as well.
 *
 * <p>Depends on {@code follower.server} and on the {@code leader} module. Start at {@link
 * io.lockstep.follower.app.FollowerMain}.
 */
@NullMarked
package io.lockstep.follower.app;

import org.jspecify.annotations.NullMarked;
