package io.lockstep.follower.engine.storage;

import io.lockstep.follower.log.LogDirectory;
import io.lockstep.follower.log.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A log's directory that is only read. Opening a log repairs its end; here the repair has no effect on the disk, and
 * the log reads as it would after it.
 */
record UntouchedLogDirectory(LogDirectory directory) implements LogDirectory {

    private record UntouchedFile(LogFile file) implements LogFile {

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void read(ByteBuffer into, long offset) throws IOException {
            file.read(into, offset);
        }

        @Override
        public void write(ByteBuffer from, long offset) {
            from.position(from.limit());
        }

        @Override
        public void force() {}

        @Override
        public void truncate(long size) {}

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Override
    public List<String> names() throws IOException {
        return directory.names();
    }

    @Override
    public LogFile create(String name) {
        throw new IllegalStateException("a log that is only read creates no file");
    }

    @Override
    public LogFile open(String name) throws IOException {
        return new UntouchedFile(directory.open(name));
    }

    @Override
    public void delete(String name) {}

    @Override
    public void force() {}

    @Override
    public String describe(String name) {
        return directory.describe(name);
    }
}
