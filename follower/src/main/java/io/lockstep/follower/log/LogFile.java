package io.lockstep.follower.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One file of a log. One thread writes. Any thread may read at the same time, and never waits for a {@link #force} in
 * progress. A failed call leaves the file in an unknown state. Interrupting the writer makes its call fail.
 */
public interface LogFile extends Closeable {

    /** Length in bytes. */
    long size() throws IOException;

    /**
     * Fills {@code into} with the bytes from {@code offset} on. An interrupt does not stop it; the thread stays
     * interrupted.
     *
     * @throws java.io.EOFException if the file ends before {@code into} is full
     */
    void read(ByteBuffer into, long offset) throws IOException;

    /**
     * Writes all remaining bytes of {@code from} at {@code offset}, and lets the file grow if necessary. Not yet
     * durable.
     */
    void write(ByteBuffer from, long offset) throws IOException;

    /** Returns when everything written is durable. */
    void force() throws IOException;

    /** Cuts the file to {@code size} bytes; durable when this returns. */
    void truncate(long size) throws IOException;
}
