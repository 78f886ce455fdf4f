/**
 * Our plain-socket wire between servers: frames, the hello that tells who is who, links that heal. Carries opaque bytes
 * of two families, the engine's requests with their responses, and the node's one-way messages; knows neither the
 * engine nor the lock map, and depends on nothing of ours.
 *
 * <p>Sockets block, and each connection has one reading and one writing thread: a cluster is a handful of servers, so
 * threads are few and the code stays plain. A connection carries the requests of the server that dialled it and their
 * responses; a node's messages go either way.
 *
 * <p>Start reading at {@link io.lockstep.leader.peer.PeerFrame} for the bytes, {@link io.lockstep.leader.peer.Handshake}
 * for who may speak, {@link io.lockstep.leader.peer.PeerLink} for one connection; {@link
 * io.lockstep.leader.peer.PeerServer} accepts and {@link io.lockstep.leader.peer.PeerLinks} dials.
 */
@NullMarked
package io.lockstep.leader.peer;

import org.jspecify.annotations.NullMarked;
