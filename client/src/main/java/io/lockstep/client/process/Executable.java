package io.lockstep.client.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The result of looking for a command as a shell does. */
public enum Executable {
    RUNNABLE,
    /** There is a file of that name, but it is a directory or not executable. */
    NOT_EXECUTABLE,
    MISSING;

    private static final String PATH_DEFAULT = "/bin:/usr/bin";
    private static final String SESSION_PROGRAM = "setsid";

    /**
     * Looks for a command in {@code path}, unless its name has a slash.
     *
     * @param command as {@link NativeText} has it
     * @param path the variable PATH, likewise; if empty, a common default
     */
    public static Executable of(String command, String path) {
        if (command.isEmpty()) {
            return MISSING;
        }
        if (command.indexOf(File.separatorChar) >= 0) {
            return at(command);
        }
        Executable best = MISSING;
        for (String directory : (path.isEmpty() ? PATH_DEFAULT : path).split(File.pathSeparator, -1)) {
            Executable here = at((directory.isEmpty() ? "." : directory) + File.separator + command);
            best = here.compareTo(best) < 0 ? here : best;
        }
        return best;
    }

    /**
     * What to put before a command so that it gets a session of its own, out of the reach of the terminal; nothing on a
     * machine that has no program for that.
     *
     * @param path as for {@link #of}
     */
    static List<String> sessionPrefix(String path) {
        return of(SESSION_PROGRAM, path) == RUNNABLE ? List.of(SESSION_PROGRAM) : List.of();
    }

    private static Executable at(String name) {
        try {
            Path file = NativePath.of(name);
            if (!Files.exists(file)) {
                return MISSING;
            }
            return Files.isExecutable(file) && !Files.isDirectory(file) ? RUNNABLE : NOT_EXECUTABLE;
        } catch (IllegalArgumentException e) {
            return MISSING;
        }
    }
}
