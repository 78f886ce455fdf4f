package io.lockstep.endtoend.trace;

import io.lockstep.endtoend.cluster.SystemCallTrace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Traces the system calls of running processes, all on one clock, until it is closed. Needs {@code strace}. */
public final class Strace implements AutoCloseable {

    private static final Pattern ATTACHED = Pattern.compile("strace: Process (\\d+) attached.*");

    private final Process process;
    private final Path file;

    private Strace(Process process, Path file) {
        this.process = process;
        this.file = file;
    }

    /** The reason why this machine cannot trace processes that run already; empty if it can. */
    public static String obstacle() throws IOException, InterruptedException {
        String obstacle = SystemCallTrace.obstacle();
        if (!obstacle.isEmpty()) {
            return obstacle;
        }
        Path file = Files.createTempFile("lockstep-budget-", ".strace");
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try (Strace strace = attach(file, List.of(sleep.pid()))) {
            strace.end();
            return "";
        } catch (IOException refused) {
            return String.valueOf(refused.getMessage());
        } finally {
            sleep.destroy();
            Files.delete(file);
        }
    }

    /** Attaches to all threads of these processes, and returns once it traces them. */
    public static Strace attach(Path file, List<Long> pids) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("strace", "-f", "-ttt", "-T", "-s", "32", "-o", file.toString()));
        for (Long pid : pids) {
            command.addAll(List.of("-p", pid.toString()));
        }
        Process process = new ProcessBuilder(command).start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        Set<Long> missing = new HashSet<>(pids);
        StringBuilder all = new StringBuilder();
        while (!missing.isEmpty()) {
            String line = output.readLine();
            if (line == null) {
                throw new IOException("strace does not trace: " + all);
            }
            all.append(line).append('\n');
            Matcher attached = ATTACHED.matcher(line);
            if (attached.matches()) {
                missing.remove(Long.valueOf(attached.group(1)));
            }
        }
        return new Strace(process, file);
    }

    /** Lets the processes run on alone, and returns what they called. */
    public List<TracedCall> end() throws IOException, InterruptedException {
        close();
        process.waitFor();
        return TraceReader.read(file);
    }

    @Override
    public void close() {
        // SIGTERM makes it detach.
        process.destroy();
    }
}
