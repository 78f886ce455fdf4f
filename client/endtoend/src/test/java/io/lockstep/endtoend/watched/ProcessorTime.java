package io.lockstep.endtoend.watched;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much processor time a process has had, as the system counts it. */
final class ProcessorTime {

    private static final int TICKS_PER_SECOND = 100;
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private ProcessorTime() {}

    /** In seconds; 0 where the system does not tell. */
    static double seconds(long pid) throws IOException {
        Path file = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.isReadable(file)) {
            return 0;
        }
        String stat = Files.readString(file, StandardCharsets.ISO_8859_1);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Double.parseDouble(fields[USER]) + Double.parseDouble(fields[SYSTEM])) / TICKS_PER_SECOND;
    }
}
