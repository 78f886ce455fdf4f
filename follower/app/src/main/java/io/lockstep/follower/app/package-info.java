/**
 * The program {@code follower.jar}: joins a cluster and then runs as any server does. A follower can be elected, so the
 * jar also contains the leader's code.
 *
 * <p>Depends on {@code follower.server} and on the {@code leader} module. Start at {@link
 * io.lockstep.follower.app.FollowerMain}.
 */
@NullMarked
package io.lockstep.follower.app;

import org.jspecify.annotations.NullMarked;
