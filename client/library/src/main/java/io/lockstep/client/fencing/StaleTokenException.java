package io.lockstep.client.fencing;

import io.lockstep.client.api.LockException;
import io.lockstep.common.protocol.LineSyntax;

/** A {@link FenceGuard} has seen a larger token: whoever brings this one does not hold the lock any more. */
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

    /** The largest that the guard had seen. */
    public long largest() {
        return largest;
    }
}
