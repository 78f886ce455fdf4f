package io.lockstep.follower.log;

import java.io.IOException;

/**
 * A write or an fsync failed, now or earlier. What it was to make durable may or may not be so. The log takes nothing
 * more until it is opened again: after a failed fsync a later one may succeed without having written anything.
 */
public final class LogFailedException extends IOException {
    LogFailedException(String what, IOException cause) {
        // Only a plain one says in its message alone what happened; others say it by their class.
        super(what + ": " + (cause.getClass() == IOException.class ? cause.getMessage() : cause.toString()), cause);
    }
}
