package io.lockstep.client.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file that says how a run ended, for a program to which exit statuses alone are ambiguous. It is empty while the
 * run goes on.
 *
 * @param path null for none
 */
record OutcomeFile(@Nullable Path path) {

    /** Empties or creates it. */
    void begin() throws IOException {
        Path file = path;
        if (file != null) {
            Files.write(file, new byte[0]);
        }
    }

    void end(RunResult result) throws IOException {
        Path file = path;
        if (file != null) {
            Files.writeString(file, result.line() + "\n");
        }
    }
}
