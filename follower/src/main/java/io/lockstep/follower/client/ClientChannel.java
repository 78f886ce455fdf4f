package io.lockstep.follower.client;

/** A client's connection as the node sees it. Used on the loop thread only. */
public interface ClientChannel {

    /** {@code address:port} of the client. */
    String clientAddress();

    /**
     * Queues one line, without its line end. A client that reads too slowly is cut: the channel closes and the node is
     * told.
     */
    void send(String line);

    /** Whether so little waits for the client to read that what it did not ask for may be sent, too. */
    boolean roomToPush();

    /** While false, no more of the client's lines are delivered: they stay unread in the client's socket. */
    void readMore(boolean wanted);

    /** Closes once all that was queued has been sent. No line is delivered after this. */
    void close();
}
