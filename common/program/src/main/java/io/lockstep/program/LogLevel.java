package io.lockstep.program;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** How much is logged: lines of this level, and of those after it. */
public enum LogLevel {
    /** What a developer wants to know, and each connection of a client. */
    DEBUG(Level.DEBUG),
    /** Normal operation. */
    INFO(Level.INFO),
    /** What an operator should look at. */
    WARN(Level.WARN),
    /** What stops a server, or a bug. */
    ERROR(Level.ERROR),
    /** Nothing. */
    OFF(null);

    private final @Nullable Level least;

    LogLevel(@Nullable Level least) {
        this.least = least;
    }

    /** Whether a line of this level is written. */
    boolean shows(Level line) {
        return least != null && line.toInt() >= least.toInt();
    }
}
