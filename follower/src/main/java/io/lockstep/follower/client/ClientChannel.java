package io.lockstep.follower.client;

import org.jspecify.annotations.Nullable;

/** A client's connection as the node sees it. Loop thread only; no call blocks. */
public interface ClientChannel {

    /** The client's {@code address:port}. */
    String clientAddress();

    /** The subject of the client's verified certificate; null if it has shown none. */
    default @Nullable String certificateSubject() {
        return null;
    }

    /**
     * Queues one line, given without its line end. If the client reads too slowly, the channel closes and the node is
     * told.
     */
    void send(String line);

    /** Whether the outbound buffer is short enough to queue lines that the client did not ask for. */
    boolean roomToPush();

    /** Says how many bytes of requests the node keeps for this client. */
    void keeps(int bytes);

    /** While false, lines stay unread in the client's socket and none is delivered. */
    void readMore(boolean wanted);

    /** Closes once all that was queued has been sent. No line is delivered after this. */
    void close();
}
