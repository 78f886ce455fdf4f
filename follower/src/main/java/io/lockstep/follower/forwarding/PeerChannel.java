package io.lockstep.follower.forwarding;

/**
 * One connection to another server's node. Messages arrive in the order sent, or the channel closes; the last messages
 * before it closed may be lost. Loop thread only.
 */
public interface PeerChannel {

    /** Number of the server at the other end; 0 while it has none. */
    int server();

    /**
     * Queues a message until {@link PeerNetwork#flush}; never blocks. It is dropped if the channel is closed, or if the
     * other end reads too slowly, which closes the channel.
     */
    void send(PeerMessage message);
}
