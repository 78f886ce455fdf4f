package io.lockstep.follower.log;

import java.io.IOException;

/**
 * The server that a log belongs to. It remembers, outside the log, how many segments were begun, and is told before the
 * log loses anything. Called on the thread that opens or writes the log; a failure fails the log.
 */
public interface LogOwner {

    /** Written into every segment, so that a file of another server is not taken for one of this log. */
    long id();

    /** The newest segment that {@link #begun} was called with, in this process or before; 0 if none. */
    long segmentsBegun();

    /**
     * A segment and its first batch are durable. The batch is acknowledged only when this has returned, and by then
     * the number must be durable, too.
     */
    void begun(long segment) throws IOException;

    /**
     * Opening the log is about to cut off its end, which may have been acknowledged. Nothing has been changed yet.
     *
     * @param found what will be left
     */
    void cutting(RecoveryReport found) throws IOException;

    /** The entries after {@code last} are about to be dropped on request. */
    void dropping(long last) throws IOException;
}
