/**
 * Our plain-socket wire between servers: frames, the hello that identifies both ends, and links that reconnect. It carries
 * opaque bytes of two kinds, the engine's requests with their responses and the node's one-way messages. It knows neither
 * the engine nor the lock map, and depends on no other package of this project.
 *
 * <p>Sockets block, and each connection has one reading and one writing thread: a cluster has few servers, so threads are
 * few and the code stays plain. A connection carries the requests of the server that opened it and their responses; a
 * node's messages go either way.
 *
 * <p>Start at {@link io.lockstep.follower.peer.PeerFrame} for the bytes, {@link io.lockstep.follower.peer.Handshake} for who
 * may speak, {@link io.lockstep.follower.peer.PeerLink} for one connection. {@link io.lockstep.follower.peer.PeerServer}
 * accepts connections and {@link io.lockstep.follower.peer.PeerLinks} opens them.
 */
@NullMarked
package io.lockstep.follower.peer;

import org.jspecify.annotations.NullMarked;
