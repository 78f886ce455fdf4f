package io.lockstep.client.api;

/** Something about a lock did not go as asked. The subclasses say what may be concluded from it. */
public abstract class LockException extends RuntimeException {

    public LockException(String message) {
        super(message);
    }
}
