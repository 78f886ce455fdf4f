package io.lockstep.follower.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a data directory that a start makes, so that one that fails can leave nothing behind. */
final class NewParts {

    private static final Logger LOG = LoggerFactory.getLogger(NewParts.class);

    /** Files, and directories that are deleted only if they are empty; innermost first. */
    private final Deque<Path> paths = new ArrayDeque<>();

    private NewParts() {}

    /** The parts of a data directory, itself and its parents that do not exist now. */
    static NewParts missing(Path root, List<String> parts) {
        NewParts made = new NewParts();
        for (Path next = root.toAbsolutePath(); next != null && !Files.exists(next); next = next.getParent()) {
            made.paths.addLast(next);
        }
        for (String part : parts) {
            if (!Files.exists(root.resolve(part))) {
                made.paths.addFirst(root.resolve(part));
            }
        }
        return made;
    }

    /** Adds a file that was created. */
    void add(Path file) {
        paths.addFirst(file);
    }

    /** Deletes the files of a data directory that held no server before. */
    void wipe(Path root, List<String> parts, List<String> files) {
        for (String part : parts) {
            content(root.resolve(part)).forEach(NewParts::delete);
        }
        for (String file : files) {
            delete(root.resolve(file + ".new"));
            delete(root.resolve(file));
        }
    }

    /** Deletes what did not exist before, except for directories with content. */
    void deleteEmpty() {
        for (Path path : paths) {
            if (Files.exists(path) && content(path).isEmpty()) {
                delete(path);
            }
        }
    }

    private static List<Path> content(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> below = Files.walk(directory)) {
            return below.filter(path -> !path.equals(directory))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.warn("Cannot delete {}: {}", directory, unreadable.getMessage());
            return List.of(directory);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException stays) {
            LOG.warn("Cannot delete {}: {}", path, stays.getMessage());
        }
    }
}
