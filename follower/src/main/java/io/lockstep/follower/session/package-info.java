/**
 * Sessions of clients that are connected to this server: opening and resuming them, numbering their requests, and
 * reporting their renewals to the leader.
 *
 * <p>Depends on {@code forwarding}, {@code map} and {@code context}; it sees a client's connection only as {@link
 * io.lockstep.follower.session.SessionConnection}. Start at {@link io.lockstep.follower.session.LocalSession}.
 */
@NullMarked
package io.lockstep.follower.session;

import org.jspecify.annotations.NullMarked;
