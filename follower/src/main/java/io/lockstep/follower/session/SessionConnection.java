package io.lockstep.follower.session;

import io.lockstep.common.protocol.Line;
import io.lockstep.follower.forwarding.Outcome;

/** The client connection that a session is bound to, as the session sees it. Called on the loop thread only. */
public interface SessionConnection {

    /** {@code address:port} of the client. */
    String clientAddress();

    /** Whether the connection is closed, from either side. */
    boolean isClosed();

    /** The session is open, or {@code outcome} says why it is not: requests that waited for it go on. */
    void sessionSettled(Outcome outcome);

    /** A LOCK of the session that was queued has its answer. */
    void answered(long requestNumber, Outcome.Decided answer);

    /** The map was replaced by a snapshot: queued requests may have their answers in it. */
    void mapReplaced();

    /** Sends a line that no request asked for. */
    void push(Line line);

    /** Says why the session is over, and closes. */
    void bye(String reason, String message);
}
