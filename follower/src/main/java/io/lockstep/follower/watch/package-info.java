/**
 * The watches of this server's clients: which events each one gets, in slices that keep nobody waiting.
 *
 * <p>Depends on no other package of this module. Start at {@link io.lockstep.follower.watch.Watches}.
 */
@NullMarked
package io.lockstep.follower.watch;

import org.jspecify.annotations.NullMarked;
