package io.lockstep.client.api;

/**
 * The outcome of the request is still unknown after the client's timeout. The client keeps asking in the background,
 * and releases the lock if it turns out to be granted.
 */
public final class OutcomeUnknownException extends LockException {

    /** Made by the library. */
    public OutcomeUnknownException(String message) {
        super(message);
    }
}
