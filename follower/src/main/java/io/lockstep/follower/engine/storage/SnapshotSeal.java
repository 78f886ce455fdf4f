package io.lockstep.follower.engine.storage;

import io.lockstep.follower.storage.ChecksummedText;
import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.storage.StorageException;
import io.lockstep.follower.storage.StorageException.Reason;
import io.lockstep.follower.trust.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A file in a snapshot's directory that says what belongs there: the server, the last entry in the snapshot, and length
 * and checksum of every other file. The engine's own file of metadata has no checksum, and the server would believe
 * whatever index, term and voters it reads there. The seal is not copied to other servers: each makes its own.
 */
final class SnapshotSeal {

    private static final String NAME = "seal";
    private static final String FORMAT = "lockstep-snapshot";
    private static final String VERSION = "1";
    private static final String FILE = "file ";
    private static final int WINDOW_BYTES = 1 << 16;

    private SnapshotSeal() {}

    /** Seals the files that are in {@code directory} now; durable when this returns. */
    static void write(Path directory, Identity identity, LogPosition last) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(FORMAT, VERSION);
        lines.put("cluster", identity.clusterId());
        lines.put("storage", identity.storageId());
        lines.put("last", last.toString());
        for (Path file : files(directory)) {
            lines.put(FILE + file.getFileName(), fingerprint(file));
        }
        ChecksummedText.write(directory, NAME, lines);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.getFileName().toString().startsWith(NAME))
                    .sorted()
                    .toList();
        }
    }

    /** Length and checksum. */
    private static String fingerprint(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(window) >= 0) {
                crc.update(window.flip());
                window.clear();
            }
            return channel.size() + " " + Long.toHexString(crc.getValue());
        }
    }

    /**
     * Checks every file of the snapshot.
     *
     * @return the last entry in it
     * @throws StorageException saying what is wrong, and what to do
     */
    static LogPosition verify(Path directory, Identity identity) throws IOException {
        Map<String, String> lines = read(directory);
        if (!identity.storageId().equals(lines.get("storage"))
                || !identity.clusterId().equals(lines.get("cluster"))) {
            throw new StorageException(
                    Reason.OTHER_SERVER,
                    "The snapshot " + directory + " belongs to another server, and was copied here. "
                            + DataDirectory.REMEDY);
        }
        for (Map.Entry<String, String> line : lines.entrySet()) {
            if (line.getKey().startsWith(FILE)) {
                verify(directory, line.getKey().substring(FILE.length()), line.getValue());
            }
        }
        return last(directory, lines);
    }

    private static void verify(Path directory, String name, String expected) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            throw damaged(directory, name + " is missing");
        }
        if (!fingerprint(file).equals(expected)) {
            throw damaged(directory, name + " has changed since it was written");
        }
    }

    /** The last entry in the snapshot, from an intact seal. The other files are not read. */
    static LogPosition last(Path directory) throws IOException {
        return last(directory, read(directory));
    }

    private static LogPosition last(Path directory, Map<String, String> lines) throws IOException {
        LogPosition last = LogPosition.parse(lines.getOrDefault("last", ""));
        if (!directory.getFileName().toString().endsWith("_" + last.index())) {
            throw damaged(directory, "it is the snapshot of index " + last.index());
        }
        return last;
    }

    private static Map<String, String> read(Path directory) throws IOException {
        Path seal = directory.resolve(NAME);
        if (!Files.exists(seal)) {
            throw damaged(directory, "its seal is missing");
        }
        Map<String, String> lines = ChecksummedText.read(seal);
        if (!VERSION.equals(lines.get(FORMAT))) {
            throw new StorageException(
                    Reason.UNKNOWN_VERSION,
                    seal + " was written by another version of this program, in a format this one cannot read. Start"
                            + " the server with the version that wrote it.");
        }
        return lines;
    }

    private static StorageException damaged(Path directory, String how) {
        return new StorageException(
                Reason.CORRUPT,
                "The snapshot " + directory + " is damaged: " + how + ". It was not loaded. " + DataDirectory.REMEDY);
    }
}
