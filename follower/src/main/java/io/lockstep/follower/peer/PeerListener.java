package io.lockstep.follower.peer;

/**
 * What the owner of the wire is told. For one link the calls come one after the other, on its reading thread: up first,
 * then what was received, in the order sent, and closed last. They must not wait for long: while they do, the link is
 * not read.
 */
public interface PeerListener {

    /** Both ends have accepted each other's hello. */
    void linkUp(PeerLink link);

    /** A node's message. The array is the receiver's. */
    void received(PeerLink link, byte[] message);

    /** Nothing more comes from this link, and what was sent last may not have arrived. */
    void linkClosed(PeerLink link);

    /** A hello was refused, here or at the other end. Called for each attempt; there may be many. */
    void refused(PeerRefusal refusal);
}
