package io.lockstep.common.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Reads a secret from a file: one line of text that only the owner of the file can read. Blocks on the disk. */
public final class SecretFile {

    /** The name of the file in a data directory. */
    public static final String NAME = "secret";

    private static final int BYTES_MAX = 256;

    private static final Set<PosixFilePermission> OF_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private SecretFile() {}

    /**
     * Reads the secret.
     *
     * @throws IOException if the file has none, cannot be read, or can be read by others; the message is a sentence
     *     that names the file, without a full stop
     */
    public static ClusterSecret read(Path path) throws IOException {
        try {
            requirePrivate(path);
            return ClusterSecret.parse(text(path).strip())
                    .orElseThrow(() -> new IOException(
                            path + " holds no secret: that is one line of 64 hexadecimal digits, as lockstep admin"
                                    + " join-secret --data DIR prints it"));
        } catch (NoSuchFileException missing) {
            throw new IOException("there is no file " + path, missing);
        } catch (AccessDeniedException denied) {
            throw new IOException(path + " cannot be read by this user", denied);
        }
    }

    private static String text(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException(path + " is a directory");
        }
        try (InputStream file = Files.newInputStream(path)) {
            return new String(file.readNBytes(BYTES_MAX), US_ASCII);
        }
    }

    private static void requirePrivate(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        if (view.readAttributes().permissions().stream().anyMatch(OF_OTHERS::contains)) {
            throw new IOException(path + " can be read or written by others; run chmod 600 " + path);
        }
    }
}
