package io.lockstep.common.file;

import io.lockstep.common.entry.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a file, read piece by piece. A failed read is an {@link UncheckedIOException}. One thread uses it. */
public final class FileBytes implements ByteSource, AutoCloseable {

    private static final int PIECE_BYTES = 64 * 1024;

    private final InputStream file;
    private long remaining;

    /** Opens a file, whose length must not change. */
    public FileBytes(Path path) throws IOException {
        remaining = Files.size(path);
        file = Files.newInputStream(path);
    }

    @Override
    public byte[] next() {
        try {
            byte[] piece = file.readNBytes(PIECE_BYTES);
            remaining -= piece.length;
            return piece;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long remaining() {
        return remaining;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
