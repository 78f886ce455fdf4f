package io.lockstep.endtoend.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The wall clock of one process, which can jump; its monotonic clock does not. */
final class FakeClock {

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String LIBRARY = "libfaketimeMT.so.1";

    private final Path file;

    FakeClock(Path file) {
        this.file = file;
        jump(0);
    }

    /** Moves the clock this far from the real time. */
    void jump(long seconds) {
        try {
            Files.writeString(file, (seconds < 0 ? "" : "+") + seconds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The variables that give a new process this clock; none if libfaketime is not installed. */
    Map<String, String> environment() {
        return library()
                .map(library -> Map.of(
                        "LD_PRELOAD", library.toString(),
                        "FAKETIME_TIMESTAMP_FILE", file.toString(),
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                        // With its fix for other programs, waits of the virtual machine end at once.
                        "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                        "FAKETIME_CACHE_DURATION", "1"))
                .orElse(Map.of());
    }

    /** Where libfaketime is installed, if it is. */
    static Optional<Path> library() {
        try (Stream<Path> folders = Files.list(LIBRARIES)) {
            List<Path> found = folders.map(folder -> folder.resolve("faketime").resolve(LIBRARY))
                    .filter(Files::exists)
                    .toList();
            return found.stream().findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
