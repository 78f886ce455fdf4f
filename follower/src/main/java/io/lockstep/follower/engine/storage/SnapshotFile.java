package io.lockstep.follower.engine.storage;

import io.lockstep.common.entry.BlockFramer;
import io.lockstep.common.entry.ByteSource;
import io.lockstep.common.entry.MalformedEncodingException;
import io.lockstep.common.entry.SnapshotCodec;
import io.lockstep.common.file.FileBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/**
 * One snapshot of the lock map on disk, in checksummed blocks, written and read piece by piece. {@link #write} forces
 * the file itself, because the engine does not force our files and drops the log that the snapshot replaces.
 */
public final class SnapshotFile {

    /** Name of the file in the snapshot's directory. */
    public static final String NAME = "map";

    private SnapshotFile() {}

    /**
     * Writes and forces the file and its directory.
     *
     * @return the size of the file in bytes
     */
    public static long write(Path directory, ByteSource map) throws IOException {
        BlockFramer framer = new BlockFramer(SnapshotCodec.MAGIC);
        long size;
        try (FileChannel file = FileChannel.open(
                directory.resolve(NAME),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            write(file, framer.begin());
            for (byte[] block = map.next(); block.length > 0; block = map.next()) {
                write(file, framer.frame(block));
            }
            write(file, framer.end());
            file.force(true);
            size = file.size();
        }
        try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
            entry.force(true);
        }
        return size;
    }

    private static void write(FileChannel file, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
    }

    /**
     * Reads the map back.
     *
     * @param decode gets the pieces that were written
     * @throws IOException naming the file, if it is not as {@link #write} wrote it
     */
    public static <T> T read(Path directory, Function<ByteSource, T> decode) throws IOException {
        Path path = directory.resolve(NAME);
        try (FileBytes file = new FileBytes(path)) {
            return decode.apply(SnapshotCodec.open(file));
        } catch (MalformedEncodingException e) {
            throw new IOException(path + " is damaged: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new IOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
