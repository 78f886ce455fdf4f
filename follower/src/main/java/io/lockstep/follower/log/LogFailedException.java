package io.lockstep.follower.log;

import java.io.IOException;

/**
 * A write or an fsync failed, now or earlier. Its data may or may not be durable. The log accepts no further changes
 * until it is opened again: after a failed fsync, a later one may succeed without having written anything.
 */
public final class LogFailedException extends IOException {
    LogFailedException(String what, IOException cause) {
        // The message of a plain IOException says what happened; other exceptions say it by their class.
        super(what + ": " + (cause.getClass() == IOException.class ? cause.getMessage() : cause.toString()), cause);
    }
}
