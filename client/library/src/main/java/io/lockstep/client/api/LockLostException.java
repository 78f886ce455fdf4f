package io.lockstep.client.api;

/**
 * The lock was lost while it was thought to be held: somebody else may have held it meanwhile, and what was done under it
 * may have met theirs. An {@link IllegalMonitorStateException}, as users of {@link java.util.concurrent.locks.Lock} expect,
 * but never to be taken for the mistake of unlocking what was not locked.
 */
public final class LockLostException extends IllegalMonitorStateException {

    private final LostReason reason;

    LockLostException(String message, LostReason reason) {
        super(message);
        this.reason = reason;
    }

    /** How it was lost. */
    public LostReason reason() {
        return reason;
    }
}
