package io.lockstep.follower.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * One snapshot of the lock map on disk: a magic number with the version, the length, a checksum, then the bytes. {@link
 * #write} forces the file itself, because the engine does not force our files and drops the log that the snapshot
 * replaces.
 */
public final class SnapshotFile {

    /** Name of the file in the snapshot's directory. */
    public static final String NAME = "map";

    private static final int MAGIC_VERSION_1 = 0x4C4B5301;
    private static final int HEADER_BYTES = 4 + 4 + 4;

    private SnapshotFile() {}

    /** Writes and forces the file and its directory. */
    public static void write(Path directory, byte[] map) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putInt(MAGIC_VERSION_1).putInt(map.length).putInt(checksum(map)).flip();
        try (FileChannel file = FileChannel.open(
                directory.resolve(NAME),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer[] parts = {header, ByteBuffer.wrap(map)};
            while (parts[1].hasRemaining() || parts[0].hasRemaining()) {
                file.write(parts);
            }
            file.force(true);
        }
        try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
            entry.force(true);
        }
    }

    /**
     * Reads the map back.
     *
     * @throws IOException naming the file, if it is not as {@link #write} wrote it
     */
    public static byte[] read(Path directory) throws IOException {
        Path path = directory.resolve(NAME);
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path));
        if (file.remaining() < HEADER_BYTES || file.getInt() != MAGIC_VERSION_1) {
            throw new IOException(path + " is no snapshot of a known version");
        }
        int length = file.getInt();
        int checksum = file.getInt();
        if (length != file.remaining()) {
            throw new IOException(path + " has " + file.remaining() + " bytes where it says " + length);
        }
        byte[] map = new byte[length];
        file.get(map);
        if (checksum(map) != checksum) {
            throw new IOException(path + " is damaged: its checksum does not match");
        }
        return map;
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return (int) crc.getValue();
    }
}
