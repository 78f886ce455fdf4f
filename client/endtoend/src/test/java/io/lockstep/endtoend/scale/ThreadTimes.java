package io.lockstep.endtoend.scale;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Processor time of a process by its threads, as Linux counts it. */
final class ThreadTimes {

    private ThreadTimes() {}

    /** All but that of the compilers, which work for a while and then no longer; 0 where the system does not tell. */
    static double seconds(long pid) throws IOException {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(tasks)) {
            return 0;
        }
        long nanos = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
            for (Path task : all) {
                nanos += nanos(task);
            }
        }
        return nanos / 1e9;
    }

    private static long nanos(Path task) throws IOException {
        try {
            String name = Files.readString(task.resolve("comm"));
            return name.startsWith("C1 ") || name.startsWith("C2 ")
                    ? 0
                    : Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }
}
