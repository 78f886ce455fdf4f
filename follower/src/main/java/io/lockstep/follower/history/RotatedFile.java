package io.lockstep.follower.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that grows at its end. When it has its share of the bytes, it becomes {@code NAME.1}, the former
 * {@code NAME.1} becomes {@code NAME.2}, and so on; the last one goes. Blocks on the disk. For one thread at a time.
 */
public final class RotatedFile {

    /** The newest and seven older ones. */
    static final int FILES = 8;

    /** No line is longer: a name and a label of 255 bytes each, escaped, and numbers. */
    private static final int LINE_BYTES_MAX = 8 << 10;

    private final Path path;
    private final long bytesMax;
    private @Nullable FileChannel open;

    /** @param bytesMax of all files together, about */
    public RotatedFile(Path path, long bytesMax) {
        this.path = path;
        this.bytesMax = bytesMax / FILES;
    }

    /** The last whole line, of the newest file that has one; empty if there is none. Cuts off the rest of a crash. */
    String lastLine() throws IOException {
        String last = lastLine(opened());
        for (int number = 1; last.isEmpty() && number < FILES; number++) {
            try (FileChannel older = FileChannel.open(numbered(number), StandardOpenOption.READ)) {
                last = lastLine(older);
            } catch (NoSuchFileException e) {
                return "";
            }
        }
        return last;
    }

    private static String lastLine(FileChannel file) throws IOException {
        String end = end(file);
        int stop = end.lastIndexOf('\n');
        return stop < 0 ? "" : end.substring(end.lastIndexOf('\n', stop - 1) + 1, stop);
    }

    /** In Latin-1, so that each character is a byte. */
    private static String end(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(2 * LINE_BYTES_MAX, file.size()));
        long from = file.size() - bytes.capacity();
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {
            // Until it has all.
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    /** Adds whole lines. If it throws, none of them counts, and the same lines may be added again. */
    void append(byte[] lines) throws IOException {
        FileChannel file = opened();
        if (file.size() > 0 && file.size() + lines.length > bytesMax) {
            close();
            for (int number = FILES - 1; number > 0; number--) {
                move(numbered(number - 1), numbered(number));
            }
            file = opened();
        }
        long before = file.size();
        boolean done = false;
        try {
            ByteBuffer bytes = ByteBuffer.wrap(lines);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            done = true;
        } finally {
            if (!done) {
                close();
                cut(before);
            }
        }
    }

    private void cut(long length) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.truncate(length);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path numbered(int number) {
        return number == 0 ? path : path.resolveSibling(path.getFileName() + "." + number);
    }

    private FileChannel opened() throws IOException {
        FileChannel file = open;
        if (file == null) {
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            open = file;
            String end = end(file);
            file.truncate(file.size() - end.length() + end.lastIndexOf('\n') + 1);
            file.position(file.size());
        }
        return file;
    }

    /** Closes the file; the next call opens it again. */
    void close() throws IOException {
        FileChannel file = open;
        open = null;
        if (file != null) {
            file.close();
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
