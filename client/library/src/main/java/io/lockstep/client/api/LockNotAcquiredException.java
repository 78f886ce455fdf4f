package io.lockstep.client.api;

/** The cluster refused the lock; {@link #refusal} says why. The lock is certainly not held. */
public class LockNotAcquiredException extends LockException {

    private final transient Refusal refusal;

    LockNotAcquiredException(String message, Refusal refusal) {
        super(message);
        this.refusal = refusal;
    }

    /** The reason, and the holder if there is one. */
    public final Refusal refusal() {
        return refusal;
    }
}
