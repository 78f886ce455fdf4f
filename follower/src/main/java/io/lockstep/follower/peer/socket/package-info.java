/**
 * The bytes of a link to another server: its socket, and the frames that wait to be written. Depends on nothing else of
 * this project. Start with {@link io.lockstep.follower.peer.socket.PeerSocket} and {@link
 * io.lockstep.follower.peer.socket.OutgoingQueue}.
 */
@NullMarked
package io.lockstep.follower.peer.socket;

import org.jspecify.annotations.NullMarked;
