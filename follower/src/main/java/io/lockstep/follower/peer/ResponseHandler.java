package io.lockstep.follower.peer;

/**
 * Receives the outcome of one request: exactly one of the two methods is called, once, on a thread of the wire. Must
 * not block.
 */
public interface ResponseHandler {

    void responded(int type, byte[] body);

    void failed(RequestFailure failure, String explanation);

    /** The reason why there is no response. The other end may still have handled the request. */
    enum RequestFailure {
        /** There was no response within the time limit. */
        TIMED_OUT,
        /** The link closed before a response arrived. */
        LINK_CLOSED,
        /** The other end could not handle the request. */
        NOT_HANDLED
    }
}
