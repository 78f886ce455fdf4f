package io.lockstep.client.api;

/**
 * Nobody can say whether it was done, although the client tried for as long as it may. The client goes on in the
 * background: a lock that turns out to be granted is given back.
 */
public final class OutcomeUnknownException extends LockException {

    OutcomeUnknownException(String message) {
        super(message);
    }
}
