package io.lockstep.follower.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The file with the token of the administrator, which a server that makes the token leaves for its operator. */
public final class AdminTokenFile {

    /** Its name in the data directory. */
    public static final String NAME = "admin-token";

    private AdminTokenFile() {}

    /** Replaces the file. Only its owner can read it, and it is durable when this returns. */
    public static Path write(Path directory, String token) throws IOException {
        Path temporary = directory.resolve(NAME + ".new");
        Path file = directory.resolve(NAME);
        Files.deleteIfExists(temporary);
        PrivateFiles.createFile(temporary);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap((token + "\n").getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        PrivateFiles.forceDirectory(directory);
        return file;
    }

    /** The token in the file; empty if there is no file, or nothing in it. */
    public static Optional<String> read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Files.readString(file).lines().map(String::strip).findFirst().filter(token -> !token.isEmpty());
    }
}
