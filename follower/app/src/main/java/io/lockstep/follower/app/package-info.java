/**
 * The program {@code follower.jar}: joins a cluster and then runs as any server does. A follower can be elected, so the
 * jar also contains the leader's code.
 *
 * <p>Depends on {@code follower.server}, {@code follower.forwarding}, {@code follower.peer}, {@code
 * follower.storage} and {@code leader.term}. Start at {@link
 * io.lockstep.follower.app.FollowerMain}.
 */
@NullMarked
package io.lockstep.follower.app;

import org.jspecify.annotations.NullMarked;
