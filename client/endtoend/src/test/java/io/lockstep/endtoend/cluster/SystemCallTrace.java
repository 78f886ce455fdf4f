package io.lockstep.endtoend.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The system calls of one process, as {@code strace} recorded them. Times are in seconds. */
public final class SystemCallTrace {

    private static final Pattern LINE = Pattern.compile("(\\d+) +(\\d+\\.\\d+) (.*)");
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)");
    private static final Pattern RESULT = Pattern.compile(".*\\) += (-?\\d+).*<(\\d+\\.\\d+)>");
    private static final String UNFINISHED = " <unfinished ...>";

    private record SystemCall(String text, double start, double end, long result) {

        boolean is(String... names) {
            for (String name : names) {
                if (text.startsWith(name + "(")) {
                    return true;
                }
            }
            return false;
        }

        /** The file or socket of the call, as strace prints it after the number. */
        String about() {
            int begin = text.indexOf('<');
            int end = text.indexOf('>', begin);
            return begin < 0 || end < 0 ? "" : text.substring(begin + 1, end);
        }
    }

    private final List<SystemCall> calls = new ArrayList<>();

    private SystemCallTrace() {}

    /** The command, under strace. */
    public static List<String> wrap(Path trace, List<String> command) {
        List<String> wrapped = new ArrayList<>(List.of(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-ttt",
                "-T",
                "-y",
                "-s",
                "4096",
                "-e",
                "trace=write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync",
                "-o",
                trace.toString()));
        wrapped.addAll(command);
        return wrapped;
    }

    /** The reason why this machine cannot trace; empty if it can. */
    public static String obstacle() throws InterruptedException {
        try {
            Path nowhere = Files.createTempFile("strace-", ".txt");
            try {
                List<String> command = wrap(nowhere, List.of("true"));
                Process process =
                        new ProcessBuilder(command).redirectErrorStream(true).start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return process.waitFor() == 0 ? "" : "strace may not trace here: " + output;
            } finally {
                Files.delete(nowhere);
            }
        } catch (IOException e) {
            return "strace is not installed";
        }
    }

    public static SystemCallTrace read(Path trace) throws IOException {
        SystemCallTrace read = new SystemCallTrace();
        Map<String, SystemCall> unfinished = new HashMap<>();
        for (String line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                read.add(parts.group(1), Double.parseDouble(parts.group(2)), parts.group(3), unfinished);
            }
        }
        return read;
    }

    private void add(String thread, double time, String text, Map<String, SystemCall> unfinished) {
        if (text.endsWith(UNFINISHED)) {
            String begun = text.substring(0, text.length() - UNFINISHED.length());
            unfinished.put(thread, new SystemCall(begun, time, time, -1));
            return;
        }
        Matcher resumed = RESUMED.matcher(text);
        SystemCall begun = resumed.matches() ? unfinished.remove(thread) : null;
        String whole = begun == null ? text : begun.text() + resumed.group(1);
        double start = begun == null ? time : begun.start();
        Matcher result = RESULT.matcher(whole);
        if (result.matches()) {
            double took = Double.parseDouble(result.group(2));
            calls.add(new SystemCall(whole, start, start + took, Long.parseLong(result.group(1))));
        }
    }

    /**
     * The time at which {@code text} was durable in a file whose path contains {@code file}: written, and then synced.
     */
    public OptionalDouble durable(String file, String text) {
        return calls.stream()
                .filter(call -> call.is("write", "pwrite64", "writev", "pwritev")
                        && call.about().contains(file)
                        && call.text().contains(text))
                .findFirst()
                .map(this::syncedAfter)
                .orElse(OptionalDouble.empty());
    }

    private OptionalDouble syncedAfter(SystemCall write) {
        return calls.stream()
                .filter(call -> call.is("fsync", "fdatasync")
                        && call.result() == 0
                        && call.about().equals(write.about())
                        && call.start() >= write.end())
                .mapToDouble(SystemCall::end)
                .min();
    }

    /** The time at which {@code text} was first written to a socket. */
    public OptionalDouble sent(String text) {
        return calls.stream()
                .filter(call -> call.is("write", "writev", "sendto", "sendmsg")
                        && call.about().startsWith("socket:")
                        && call.text().contains(text))
                .mapToDouble(SystemCall::start)
                .min();
    }
}
