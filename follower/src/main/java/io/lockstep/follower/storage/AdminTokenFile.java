package io.lockstep.follower.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file with the token of the administrator, which a server that makes the token leaves for its operator. */
public final class AdminTokenFile {

    /** Its name in the data directory. */
    public static final String NAME = "admin-token";

    private AdminTokenFile() {}

    /** Replaces the file. Only its owner can read it, and it is durable when this returns. */
    public static Path write(Path directory, String token) throws IOException {
        PrivateFiles.replace(directory, NAME, (token + "\n").getBytes(UTF_8));
        return directory.resolve(NAME);
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
