package io.lockstep.follower.engine.replication;

import io.lockstep.follower.log.DiskLogDirectory;
import io.lockstep.follower.log.LogDirectory;
import io.lockstep.follower.log.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A directory on disk whose forces can be made to wait, without an error. */
final class HangingDisk implements LogDirectory {

    private final LogDirectory disk;
    private boolean hangs;

    HangingDisk(Path directory) throws IOException {
        disk = DiskLogDirectory.open(directory);
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

    @Override
    public List<String> names() throws IOException {
        return disk.names();
    }

    @Override
    public LogFile create(String name) throws IOException {
        return new HangingFile(disk.create(name));
    }

    @Override
    public LogFile open(String name) throws IOException {
        return new HangingFile(disk.open(name));
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void force() throws IOException {
        awaitDisk();
        disk.force();
    }

    @Override
    public String describe(String name) {
        return disk.describe(name);
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
