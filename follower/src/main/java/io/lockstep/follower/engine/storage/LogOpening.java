package io.lockstep.follower.engine.storage;

import io.lockstep.follower.log.LogDirectory;
import java.io.IOException;
import java.nio.file.Path;

/** Opens the directory of a log: on the disk as it is, or as a test wants it. */
@FunctionalInterface
public interface LogOpening {

    /** The log in {@code directory}, which is created if its parent exists. */
    LogDirectory open(Path directory) throws IOException;
}
