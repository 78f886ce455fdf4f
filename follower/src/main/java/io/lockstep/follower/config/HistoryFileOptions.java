package io.lockstep.follower.config;

import io.lockstep.common.protocol.Sizes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for the file that keeps the history for longer than the lock map does. */
public final class HistoryFileOptions {

    private static final long BYTES_MIN = 1 << 20;

    @Option(
            names = "--history-file",
            paramLabel = "FILE",
            description =
                    "Write each grant that has ended as a line of JSON into this file, for longer than the history"
                            + " in the lock map keeps it. \"lockstep history NAME --file FILE\" searches it.")
    @Nullable
    Path file;

    @Option(
            names = "--history-file-bytes",
            paramLabel = "SIZE",
            description = "How much the history file and the seven older ones FILE.1 to FILE.7 may take together"
                    + " (default: ${DEFAULT-VALUE}).",
            defaultValue = "1g")
    String bytes = "1g";

    /** Makes the flags with their defaults. */
    public HistoryFileOptions() {}

    /** The first error in the values, in words for the operator; empty if there is none. Looks at the disk. */
    public String flaw() {
        if (Sizes.parseBytes(bytes) < BYTES_MIN) {
            return "--history-file-bytes " + bytes + " is not a size of 1m or more, such as 1g";
        }
        Path given = file;
        if (given == null) {
            return "";
        }
        Path directory = given.toAbsolutePath().getParent();
        boolean possible = directory != null && Files.isWritable(directory) && !Files.isDirectory(given);
        return possible && (!Files.exists(given) || Files.isWritable(given))
                ? ""
                : "--history-file " + given + " cannot be written; its directory must exist, and be writable";
    }

    /** The file; empty if there is none. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** How many bytes it may take with the older ones. Only if there is no {@link #flaw}. */
    public long bytes() {
        return Sizes.parseBytes(bytes);
    }
}
