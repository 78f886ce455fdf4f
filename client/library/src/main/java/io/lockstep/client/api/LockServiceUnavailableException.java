package io.lockstep.client.api;

/** No server could serve the request in time, or the client is closed. The request certainly has no effect. */
public final class LockServiceUnavailableException extends LockException {

    /** Made by the library. */
    public LockServiceUnavailableException(String message) {
        super(message);
    }
}
