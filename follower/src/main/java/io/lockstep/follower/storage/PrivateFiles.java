package io.lockstep.follower.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;

/** Files and directories that only their owner can read, where the file system has owners. */
final class PrivateFiles {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFiles() {}

    static void createFile(Path path) throws IOException {
        Files.createFile(path, permissions("rw-------"));
    }

    /** Replaces the file {@code name} in {@code directory}. File and directory entry are durable when this returns. */
    static void replace(Path directory, String name, byte[] content) throws IOException {
        Path temporary = directory.resolve(name + ".new");
        Files.deleteIfExists(temporary);
        createFile(temporary);
        try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(
                temporary,
                directory.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(directory);
    }

    /** Creates the directory and its missing parents; all of them are durable when this returns. */
    static void createDirectories(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        Deque<Path> missing = new ArrayDeque<>();
        for (Path next = absolute; next != null && !Files.isDirectory(next); next = next.getParent()) {
            missing.push(next);
        }
        if (missing.isEmpty()) {
            return;
        }
        Path firstThatExisted = missing.element().getParent();
        Files.createDirectories(absolute, permissions("rwx------"));
        if (firstThatExisted != null) {
            forceDirectory(firstThatExisted);
        }
        for (Path created : missing) {
            forceDirectory(created);
        }
    }

    static void forceDirectory(Path directory) throws IOException {
        try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
            entry.force(true);
        }
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        if (!POSIX) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }
}
