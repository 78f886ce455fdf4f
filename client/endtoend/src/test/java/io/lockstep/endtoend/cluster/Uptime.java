package io.lockstep.endtoend.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the system's clock, which a shell can read too, its load, and the states of processes. */
public final class Uptime {

    private static final Path CLOCK = Path.of("/proc/uptime");

    private Uptime() {}

    public static boolean isThere() {
        return Files.isReadable(CLOCK);
    }

    /** Seconds since the machine started, on a monotonic clock. */
    public static double now() throws IOException {
        String text = Files.readString(CLOCK);
        return Double.parseDouble(text.substring(0, text.indexOf(' ')));
    }

    /** How many processes wanted to run in the last minute, on average; empty where the system does not tell. */
    public static String load() throws IOException {
        Path file = Path.of("/proc/loadavg");
        String text = Files.isReadable(file) ? Files.readString(file) : " ";
        return text.substring(0, text.indexOf(' '));
    }

    /** The state of a process: R, S, T for stopped; Z or empty for one that has ended. */
    public static String state(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            return stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1);
        } catch (IOException e) {
            return "";
        }
    }

    public static boolean isRunning(long pid) {
        String state = state(pid);
        return !state.isEmpty() && !state.equals("Z") && !state.equals("X");
    }
}
