package io.lockstep.client.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The processes of this machine as {@code /proc} shows them; empty without a {@code /proc}. Leaves out processes that
 * end while it reads.
 */
final class ProcessTable {

    private static final Path PROC = Path.of("/proc");
    private static final String DIGITS = "[0-9]*";

    /** States of a process that has ended; it stays in the table until its parent has asked for the exit status. */
    private static final char ENDED = 'Z';

    private static final char GONE = 'X';
    private static final int RADIX = 16;

    /** The place of the start among the fields after the program's name. */
    private static final int START = 19;

    /**
     * One process.
     *
     * @param state as {@code /proc/PID/stat} has it: R, S, T for stopped, and so on
     * @param terminal the device of its controlling terminal; 0 if it has none
     * @param foreground the group in the foreground of that terminal
     * @param startTicks when it started; with the id, this tells it from a later process with the same id
     */
    record Row(long pid, char state, long group, long session, long terminal, long foreground, long startTicks) {}

    private ProcessTable() {}

    /** Whether this machine has a {@code /proc}. */
    static boolean isThere() {
        return Files.isReadable(PROC.resolve("self").resolve("stat"));
    }

    /**
     * The running processes in this session or group, or with this text in a variable of their environment.
     */
    static List<Long> members(long sessionOrGroup, String variable, String text) {
        List<Long> found = new ArrayList<>();
        for (Row row : rows()) {
            boolean inside = row.session() == sessionOrGroup || row.group() == sessionOrGroup;
            if (inside || hasVariable(row.pid(), variable, text)) {
                found.add(row.pid());
            }
        }
        return found;
    }

    /** Whether a process has ended, but its parent has not yet asked for the exit status. */
    static boolean hasEnded(long pid) {
        Row row = row(PROC.resolve(Long.toString(pid)));
        return row != null && (row.state() == ENDED || row.state() == GONE);
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(PROC, DIGITS)) {
            for (Path each : directories) {
                Row row = row(each);
                if (row != null && row.state() != ENDED && row.state() != GONE) {
                    rows.add(row);
                }
            }
        } catch (IOException e) {
            // No table: the caller falls back to other ways, which find fewer processes.
            return rows;
        }
        return rows;
    }

    private static @Nullable Row row(Path directory) {
        String stat = read(directory.resolve("stat"));
        // The second field is the program's name in parentheses; it may contain any character.
        int nameEnd = stat.lastIndexOf(')');
        if (nameEnd < 0) {
            return null;
        }
        String[] fields = stat.substring(nameEnd + 1).strip().split(" ");
        return new Row(
                Long.parseLong(stat.substring(0, stat.indexOf(' '))),
                fields[0].charAt(0),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Long.parseLong(fields[5]),
                Long.parseLong(fields[START]));
    }

    /** This process; null without a {@code /proc}. */
    static @Nullable Row own() {
        return row(PROC.resolve("self"));
    }

    /** When that process started, in the system's ticks; 0 if it is not known. */
    static long startTicks(long pid) {
        Row row = row(PROC.resolve(Long.toString(pid)));
        return row == null ? 0 : row.startTicks();
    }

    private static boolean hasVariable(long pid, String variable, String text) {
        String environment = read(PROC.resolve(Long.toString(pid)).resolve("environ"));
        for (String each : environment.split("\0")) {
            if (each.startsWith(variable + "=") && each.contains(text)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a process handles, or ignores, that signal itself. */
    static boolean handles(long pid, int signal) {
        String status = read(PROC.resolve(Long.toString(pid)).resolve("status"));
        return has(status, "SigCgt:", signal) || has(status, "SigIgn:", signal);
    }

    private static boolean has(String status, String field, int signal) {
        Predicate<String> isField = line -> line.startsWith(field);
        String mask = status.lines()
                .filter(isField)
                .map(line -> line.substring(field.length()).strip())
                .findFirst()
                .orElse("0");
        return (Long.parseUnsignedLong(mask, RADIX) >> (signal - 1) & 1) != 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // The process has ended, or belongs to another user.
            return "";
        }
    }
}
