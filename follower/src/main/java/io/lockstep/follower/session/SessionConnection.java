package io.lockstep.follower.session;

import io.lockstep.common.protocol.Line;
import io.lockstep.follower.forwarding.Outcome;

/** The client connection of a session, as the session sees it. Loop thread only. */
public interface SessionConnection {

    /** The client's {@code address:port}. */
    String clientAddress();

    /** The user at the other end; empty if there is none. */
    String user();

    /** Whether the connection is closed, from either side. */
    boolean isClosed();

    /** The session is open, or {@code outcome} says why it is not. Requests that waited for it continue. */
    void sessionSettled(Outcome outcome);

    /** A queued LOCK of the session has its answer. */
    void answered(long requestNumber, Outcome.Decided answer);

    /** A snapshot replaced the map, which may contain the answers of queued requests. */
    void mapReplaced();

    /** Sends a line that no request asked for. */
    void push(Line line);

    /** Tells the client why the session is over, and closes the connection. */
    void bye(String reason, String message);
}
