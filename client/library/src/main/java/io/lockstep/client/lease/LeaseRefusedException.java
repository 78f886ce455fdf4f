package io.lockstep.client.lease;

import io.lockstep.client.api.LockException;

/** The cluster refuses a request for a lock with its own lease, such as one without a right or with a bad name. */
public final class LeaseRefusedException extends LockException {

    private final String code;

    LeaseRefusedException(String code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    /** Returns the error code of the protocol, such as {@code DENIED}. */
    public String code() {
        return code;
    }
}
