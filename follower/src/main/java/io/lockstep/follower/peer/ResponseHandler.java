package io.lockstep.follower.peer;

/** Takes the outcome of one request: exactly one of the two is called, once, soon, on a thread of the wire. */
public interface ResponseHandler {

    void responded(int type, byte[] body);

    void failed(RequestFailure failure, String explanation);

    /** Why there is no response. The other end may have handled the request. */
    enum RequestFailure {
        /** No response within the time given. */
        TIMED_OUT,
        /** The link closed before the response came. */
        LINK_CLOSED,
        /** The other end could not handle the request. */
        NOT_HANDLED
    }
}
