package io.lockstep.client.repl;

import io.lockstep.client.process.NativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** The file with the lines typed in the shell, which only its owner may read. */
final class ShellHistory {

    private ShellHistory() {}

    /** {@code LOCKSTEP_HISTFILE}, or {@code lockstep/history} in the user's directory for the state of programs. */
    static Path path(Map<String, String> environment, Path home) {
        String chosen = environment.getOrDefault("LOCKSTEP_HISTFILE", "");
        if (!chosen.isEmpty()) {
            return NativePath.of(chosen);
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base = state.isEmpty() ? home.resolve(".local").resolve("state") : NativePath.of(state);
        return base.resolve("lockstep").resolve("history");
    }

    /** Creates the file with mode 600 before anything else creates it with another; false if that fails. */
    static boolean prepare(Path history) {
        try {
            Path folder = history.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            if (Files.notExists(history)) {
                boolean posix =
                        history.getFileSystem().supportedFileAttributeViews().contains("posix");
                if (posix) {
                    Files.createFile(
                            history,
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                } else {
                    Files.createFile(history);
                }
            }
            return Files.isWritable(history);
        } catch (IOException e) {
            // A shell without a history is better than no shell.
            return false;
        }
    }
}
