package io.lockstep.follower.engine.replication;

import io.lockstep.follower.log.LogDirectory;
import io.lockstep.follower.log.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A disk whose forces can be made to wait, without an error. */
final class HangingDisk {

    private boolean hangs;

    /** The directory, as it is on this disk. */
    LogDirectory around(LogDirectory directory) {
        return new HangingDirectory(directory);
    }

    /** From now on no force returns until {@link #answer}. */
    synchronized void hang() {
        hangs = true;
    }

    synchronized void answer() {
        hangs = false;
        notifyAll();
    }

    private synchronized void awaitDisk() throws IOException {
        try {
            while (hangs) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private final class HangingDirectory implements LogDirectory {
        private final LogDirectory directory;

        HangingDirectory(LogDirectory directory) {
            this.directory = directory;
        }

        @Override
        public List<String> names() throws IOException {
            return directory.names();
        }

        @Override
        public LogFile create(String name) throws IOException {
            return new HangingFile(directory.create(name));
        }

        @Override
        public LogFile open(String name) throws IOException {
            return new HangingFile(directory.open(name));
        }

        @Override
        public void delete(String name) throws IOException {
            directory.delete(name);
        }

        @Override
        public void force() throws IOException {
            awaitDisk();
            directory.force();
        }

        @Override
        public String describe(String name) {
            return directory.describe(name);
        }
    }

    private final class HangingFile implements LogFile {
        private final LogFile file;

        HangingFile(LogFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void read(ByteBuffer into, long offset) throws IOException {
            file.read(into, offset);
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            file.write(from, offset);
        }

        @Override
        public void force() throws IOException {
            awaitDisk();
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
