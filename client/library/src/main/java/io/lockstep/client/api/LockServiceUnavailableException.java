package io.lockstep.client.api;

/** No server could do it in time, or the client is closed. Certainly nothing was done and nothing will be. */
public final class LockServiceUnavailableException extends LockException {

    LockServiceUnavailableException(String message) {
        super(message);
    }
}
