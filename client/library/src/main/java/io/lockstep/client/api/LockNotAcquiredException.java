package io.lockstep.client.api;

/** The lock was certainly not granted, and the cluster says why: see {@link #refusal}. */
public class LockNotAcquiredException extends LockException {

    private final transient Refusal refusal;

    LockNotAcquiredException(String message, Refusal refusal) {
        super(message);
        this.refusal = refusal;
    }

    /** Why, and who is in the way. */
    public final Refusal refusal() {
        return refusal;
    }
}
