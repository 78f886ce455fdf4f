package io.lockstep.follower.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.follower.storage.StorageException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A small file of {@code key=value} lines; the last one is a checksum of the others. It is replaced as a whole: after a
 * crash it contains either the old lines or the new ones.
 */
public final class ChecksummedText {

    private static final String CHECKSUM = "checksum";
    private static final int BYTES_MAX = 64 * 1024;

    private ChecksummedText() {}

    /** Replaces the file {@code name} in {@code directory}. File and directory entry are durable when this returns. */
    public static void write(Path directory, String name, Map<String, String> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        lines.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        String checksum = checksum(text.toString());
        text.append(CHECKSUM).append('=').append(checksum).append('\n');
        PrivateFiles.replace(directory, name, text.toString().getBytes(UTF_8));
    }

    /**
     * The lines, in order, without the checksum.
     *
     * @throws StorageException with {@link Reason#CORRUPT} if the file is damaged
     */
    public static Map<String, String> read(Path path) throws IOException {
        if (Files.size(path) > BYTES_MAX) {
            throw corrupt(path, "is far too long");
        }
        String text = new String(Files.readAllBytes(path), UTF_8);
        int last = text.lastIndexOf(CHECKSUM + "=");
        if (last < 0 || !text.endsWith("\n")) {
            throw corrupt(path, "has no checksum at its end");
        }
        String covered = text.substring(0, last);
        if (!text.substring(last).equals(CHECKSUM + "=" + checksum(covered) + "\n")) {
            throw corrupt(path, "does not match its checksum");
        }
        Map<String, String> lines = new LinkedHashMap<>();
        covered.lines().forEach(line -> {
            int equals = line.indexOf('=');
            lines.put(line.substring(0, Math.max(0, equals)), line.substring(equals + 1));
        });
        return lines;
    }

    private static StorageException corrupt(Path path, String how) {
        return new StorageException(
                Reason.CORRUPT,
                path + " " + how + ". Do not repair the file by hand: the server could then vote twice. "
                        + DataDirectory.REMEDY);
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        byte[] bytes = text.getBytes(UTF_8);
        crc.update(bytes, 0, bytes.length);
        return String.format("%08x", crc.getValue());
    }
}
