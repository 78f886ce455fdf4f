package io.lockstep.client.fencing;

import io.lockstep.client.api.LockException;
import io.lockstep.common.protocol.LineSyntax;

/** A {@link FenceGuard} has seen a larger token, so the bearer of this one no longer holds the lock. */
public final class StaleTokenException extends LockException {

    private final long token;
    private final long largest;

    StaleTokenException(String resource, long token, long largest) {
        super("token " + token + " is stale for " + LineSyntax.quoted(resource) + ", which has seen " + largest);
        this.token = token;
        this.largest = largest;
    }

    /** The token that was refused. */
    public long token() {
        return token;
    }

    /** The largest token that the guard has seen. */
    public long largest() {
        return largest;
    }
}
