package io.lockstep.follower.log;

import java.io.IOException;
import java.util.List;

/**
 * A directory for the files of a log. It is the seam between the log and the disk: tests damage files, fill the disk
 * and make writes fail. Only the thread that writes the log may use it.
 */
public interface LogDirectory {

    /** The names of all its files, in no particular order. */
    List<String> names() throws IOException;

    /** Creates an empty file, which must not exist. A crash may undo this until {@link #force} has returned. */
    LogFile create(String name) throws IOException;

    /** Opens an existing file for reading and writing. */
    LogFile open(String name) throws IOException;

    /** Deletes a file. A crash may undo this until {@link #force} has returned. */
    void delete(String name) throws IOException;

    /** Returns when all creations and deletions so far are durable. */
    void force() throws IOException;

    /** The place of {@code name}, in words that help the operator find it. */
    String describe(String name);
}
