package io.lockstep.follower.client;

import io.lockstep.follower.watch.SharedLine;
import java.util.Optional;

/** A client's connection as the node sees it. Loop thread only; no call blocks. */
public interface ClientChannel {

    /** The client's {@code address:port}. */
    String clientAddress();

    /** The subject of the client's certificate, known from its first line on; empty if it has shown none. */
    default Optional<String> certificateSubject() {
        return Optional.empty();
    }

    /**
     * Queues one line, given without its line end. If the client reads too slowly, the channel closes and the node is
     * told.
     */
    void send(String line);

    /** The same for an event of the watch with this number. A channel may have another form for it than a line. */
    default void send(SharedLine event, int watch) {
        send(event.text() + " watch=" + watch);
    }

    /** Whether the outbound buffer is short enough to queue lines that the client did not ask for. */
    boolean roomToPush();

    /** Says how many bytes of requests the node keeps for this client. */
    void keeps(int bytes);

    /** While false, lines stay unread in the client's socket and none is delivered. */
    void readMore(boolean wanted);

    /** Closes once all that was queued has been sent. No line is delivered after this. */
    void close();
}
