package io.lockstep.follower.storage;

import java.io.IOException;

/** A data directory that cannot be used. The message is for the operator: what is wrong, where, and what to do. */
public final class StorageException extends IOException {

    private static final long serialVersionUID = 1;

    /** Why, for the exit code. */
    public enum Reason {
        NOT_WRITABLE,
        IN_USE,
        CORRUPT,
        UNKNOWN_VERSION,
        OTHER_ADDRESS
    }

    private final Reason reason;

    StorageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
