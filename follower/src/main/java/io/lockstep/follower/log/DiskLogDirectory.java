package io.lockstep.follower.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A directory on a disk. Only its owner can read its files. */
public final class DiskLogDirectory implements LogDirectory {
    private final Path directory;

    private DiskLogDirectory(Path directory) {
        this.directory = directory;
    }

    /** Opens {@code directory}, and creates it durably if it does not exist. Its parent must exist. */
    public static DiskLogDirectory open(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (!Files.isDirectory(absolute)) {
            Files.createDirectory(
                    absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path parent = absolute.getParent();
            if (parent != null) {
                force(parent);
            }
        }
        return new DiskLogDirectory(absolute);
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> directory.relativize(file).toString()).toList();
        }
    }

    @Override
    public LogFile create(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new DiskLogFile(file);
    }

    @Override
    public LogFile open(String name) throws IOException {
        return new DiskLogFile(directory.resolve(name));
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(directory.resolve(name));
    }

    @Override
    public void force() throws IOException {
        force(directory);
    }

    @Override
    public String describe(String name) {
        return directory.resolve(name).toString();
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
