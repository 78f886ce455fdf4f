package io.lockstep.client.api;

/** A lock request failed. The subclass says what the caller may conclude from it. */
public abstract class LockException extends RuntimeException {

    public LockException(String message) {
        super(message);
    }
}
