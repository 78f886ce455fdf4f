package io.lockstep.follower.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One file of a log. One thread writes; any thread reads at the same time, and does not wait for a {@link #force} in
 * progress. A failed call leaves the file in an unknown state; interrupting the writer makes its call fail.
 */
public interface LogFile extends Closeable {

    /** Its length in bytes. */
    long size() throws IOException;

    /**
     * Fills {@code into} from {@code offset} on. An interrupt does not disturb it: the thread stays interrupted.
     *
     * @throws java.io.EOFException if the file ends before
     */
    void read(ByteBuffer into, long offset) throws IOException;

    /** Writes all that remains in {@code from} at {@code offset}, growing the file if need be. Not durable yet. */
    void write(ByteBuffer from, long offset) throws IOException;

    /** Returns when all that was written is on the disk. */
    void force() throws IOException;

    /** Cuts the file to {@code size} bytes; that is on the disk when it returns. */
    void truncate(long size) throws IOException;
}
