package io.lockstep.follower.storage;

import java.io.IOException;

/** A data directory cannot be used. The message is for the operator: the problem, the place and the remedy. */
public final class StorageException extends IOException {

    private static final long serialVersionUID = 1;

    /** The reason, from which the exit status follows. */
    public enum Reason {
        NOT_WRITABLE,
        IN_USE,
        CORRUPT,
        UNKNOWN_VERSION,
        OTHER_ADDRESS,
        /** A part was copied here from another server or cluster. */
        OTHER_SERVER,
        /** The cluster's secret is missing, cannot be read, or can be read by others. */
        SECRET
    }

    private final Reason reason;

    /** @param message the problem, the place and the remedy */
    public StorageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The reason. */
    public Reason reason() {
        return reason;
    }
}
