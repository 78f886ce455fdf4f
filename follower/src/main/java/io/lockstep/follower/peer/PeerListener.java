package io.lockstep.follower.peer;

import java.util.List;

/**
 * Receives the events of the wire. For one link the calls come one after the other, on its reading thread: first up,
 * then the messages in the order sent, and closed last. Implementations must not block for long, because the link is
 * not read meanwhile.
 */
public interface PeerListener {

    /** Both ends have accepted each other's hello. */
    void linkUp(PeerLink link);

    /** A node's messages have arrived, in this order. The receiver owns the list and the arrays. */
    void received(PeerLink link, List<byte[]> messages);

    /** Nothing more arrives by this link, and the last messages sent over it may be lost. */
    void linkClosed(PeerLink link);

    /** A hello was refused, here or at the other end. Called for each attempt; there may be many. */
    void refused(PeerRefusal refusal);
}
