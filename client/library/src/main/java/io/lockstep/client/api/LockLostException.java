package io.lockstep.client.api;

/**
 * The lock was lost before it was released. Another client may have held it since, and both may have written. It
 * extends {@link IllegalMonitorStateException} as users of {@link java.util.concurrent.locks.Lock} expect, but it does
 * not mean that the caller unlocked a lock that it had not locked.
 */
public final class LockLostException extends IllegalMonitorStateException {

    private final LostReason reason;

    LockLostException(String message, LostReason reason) {
        super(message);
        this.reason = reason;
    }

    /** Why it was lost. */
    public LostReason reason() {
        return reason;
    }
}
