/**
 * The wire between servers, on plain sockets: frames, the handshake that identifies both ends, and links that
 * reconnect. It carries opaque bytes of two kinds: the engine's requests with their responses, and the node's one-way
 * messages. It knows neither the engine nor the lock map.
 *
 * <p>Each connection has one reading and one writing thread. A cluster has few servers, so there are few threads and
 * the code stays simple. A thread with something to send writes it itself, as far as that does not block. A connection
 * carries the requests of the server that opened it, and their responses; a node's messages go either way.
 *
 * <p>Depends on {@code socket}, on {@code secret}, which both ends prove, and on {@code trust}, whose reports a hello
 * carries. Start at {@link io.lockstep.follower.peer.PeerFrame} for the bytes, at {@link
 * io.lockstep.follower.peer.Handshake} for the checks of identity, and at {@link
 * io.lockstep.follower.peer.PeerLink} for one connection. {@link io.lockstep.follower.peer.PeerServer} accepts
 * connections and {@link io.lockstep.follower.peer.PeerLinks} opens them.
 */
@NullMarked
package io.lockstep.follower.peer;

import org.jspecify.annotations.NullMarked;
