package io.lockstep.follower.forwarding;

/**
 * One connection to another server's node. Messages arrive in the order sent, or the channel closes; what was sent last
 * before it closed may or may not have arrived. Used on the loop thread only.
 */
public interface PeerChannel {

    /** Number of the server at the other end; 0 while it has none yet. */
    int server();

    /** Queues a message; dropped silently if the channel is closed or the other end reads too slowly (which closes it). */
    void send(PeerMessage message);
}
