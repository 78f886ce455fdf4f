package io.lockstep.endtoend.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of processes, as the system counts it. */
public final class Memory {

    private Memory() {}

    /** The most memory that a process has had; 0 where the system does not tell, and for a process that has ended. */
    public static long mostMegabytes(long pid) throws IOException {
        return kilobytes(pid, "VmHWM:") / 1_024;
    }

    /** The memory of a process now; 0 where the system does not tell, and for a process that has ended. */
    public static long megabytes(long pid) throws IOException {
        return kilobytes(pid, "VmRSS:") / 1_024;
    }

    private static long kilobytes(long pid, String key) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
