/**
 * The order of the requests of one client among themselves: which may go to the cluster, and which wait in the process,
 * without a thread, for a name, for room under the cluster's limit of locks, or for a place in its lines.
 *
 * <p>Depends on the JDK only. Start reading at {@link io.lockstep.client.turn.Turns}.
 */
@NullMarked
package io.lockstep.client.turn;

import org.jspecify.annotations.NullMarked;
