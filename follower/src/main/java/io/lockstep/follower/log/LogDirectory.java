package io.lockstep.follower.log;

import java.io.IOException;
import java.util.List;

/**
 * A directory of files that a log may use: the seam between the log and the disk, so that tests can damage files, fill
 * the disk and let a write fail. Used by the one thread that writes the log.
 */
public interface LogDirectory {

    /** The names of all files in it, in no order. */
    List<String> names() throws IOException;

    /** Creates an empty file, which must not exist. It may be gone after a crash until {@link #force} returned. */
    LogFile create(String name) throws IOException;

    /** Opens a file that exists, to read and to write. */
    LogFile open(String name) throws IOException;

    /** Deletes a file. It may be back after a crash until {@link #force} returned. */
    void delete(String name) throws IOException;

    /** Returns when all files created so far will be found after a crash, and those deleted will not. */
    void force() throws IOException;

    /** Where {@code name} is, in words that help the operator to find it. */
    String describe(String name);
}
