package io.lockstep.follower.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file on a disk. Readers and the writer have separate channels: an interrupted reader closes the channel it reads
 * from, and that must not affect the writer.
 */
final class DiskLogFile implements LogFile {
    private final Path path;
    private final FileChannel writing;
    private volatile FileChannel reading;
    private volatile boolean closed;

    DiskLogFile(Path path) throws IOException {
        this.path = path;
        this.writing = FileChannel.open(path, StandardOpenOption.WRITE);
        this.reading = FileChannel.open(path, StandardOpenOption.READ);
    }

    @Override
    public long size() throws IOException {
        return writing.size();
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        int start = into.position();
        boolean interrupted = false;
        try {
            while (true) {
                FileChannel channel = reading;
                try {
                    readFully(channel, into, offset);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                    reopen(channel);
                } catch (ClosedChannelException e) {
                    // Another reader was interrupted, which closed the shared channel, unless the file itself is
                    // closed.
                    reopen(channel);
                }
                into.position(start);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long offset) throws IOException {
        long position = offset;
        while (into.hasRemaining()) {
            int count = channel.read(into, position);
            if (count < 0) {
                throw new EOFException("The file ends before offset " + (position + into.remaining()));
            }
            position += count;
        }
    }

    private synchronized void reopen(FileChannel dead) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (reading == dead) {
            reading = FileChannel.open(path, StandardOpenOption.READ);
        }
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        long position = offset;
        while (from.hasRemaining()) {
            position += writing.write(from, position);
        }
    }

    @Override
    public void force() throws IOException {
        writing.force(false);
    }

    @Override
    public void truncate(long size) throws IOException {
        writing.truncate(size);
        writing.force(true);
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        try {
            writing.close();
        } finally {
            reading.close();
        }
    }
}
