package io.lockstep.endtoend.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process with all of its output, and methods to wait for output and its end. Safe for any thread. */
public final class RunningProcess implements AutoCloseable {

    /**
     * Resets signals that this process ignores, as in the background or under nohup: its children would ignore them,
     * too.
     */
    private static final List<String> WITH_ALL_SIGNALS = withAllSignals("env", "--default-signal");

    /** How long tests wait for an event. It only delays a failure, so it is far more than a busy machine needs. */
    static final long PATIENCE_SECONDS = 120;

    private final String name;
    private final Process process;
    private final Thread reader;

    /** Guarded by itself, and notified of every line and of the end. */
    private final List<String> lines = new ArrayList<>();

    private boolean ended;

    /** The number of lines that {@link #awaitNext} has passed. */
    private int past;

    private static List<String> withAllSignals(String... prefix) {
        List<String> trial = new ArrayList<>(List.of(prefix));
        trial.add("true");
        try {
            boolean known = new ProcessBuilder(trial).start().waitFor() == 0;
            return known ? List.of(prefix) : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private RunningProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.reader = new Thread(() -> read(process.getInputStream()), name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a program in {@code directory}; standard output and standard error become one. */
    public static RunningProcess start(
            String name, Path directory, Map<String, String> environment, List<String> command) {
        List<String> whole = new ArrayList<>(WITH_ALL_SIGNALS);
        whole.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(whole).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new RunningProcess(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(InputStream stream) {
        try (BufferedReader output = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // The pipe of a killed process breaks: this is the end of the output, too.
        } finally {
            synchronized (lines) {
                ended = true;
                lines.notifyAll();
            }
        }
    }

    /** Waits for the first matching line. Fails with the whole output if the process ends or time is up first. */
    public String await(String what, Predicate<String> fits) throws InterruptedException {
        synchronized (lines) {
            return lines.get(awaitFrom(0, what, fits));
        }
    }

    /** Waits for the first line with this text after the line that was awaited last. */
    public String awaitNext(String text) throws InterruptedException {
        synchronized (lines) {
            int found = awaitFrom(past, "\"" + text + "\"", line -> line.contains(text));
            past = found + 1;
            return lines.get(found);
        }
    }

    /** Must be called with the lines locked. */
    private int awaitFrom(int from, String what, Predicate<String> fits) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        int seen = from;
        while (true) {
            for (; seen < lines.size(); seen++) {
                if (fits.test(lines.get(seen))) {
                    return seen;
                }
            }
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
            if (ended || leftMillis <= 0) {
                throw new AssertionError(name + (ended ? " ended" : " ran on") + " without " + what + ":\n" + text());
            }
            lines.wait(leftMillis);
        }
    }

    /** Sends a line to its standard input. */
    public void type(String line) {
        send((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Presses a key with Ctrl on its terminal, which is what its standard input goes to. */
    public void press(char key) {
        send(new byte[] {(byte) (key - '@')});
    }

    private void send(byte[] bytes) {
        try {
            OutputStream input = process.getOutputStream();
            input.write(bytes);
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " takes no input:\n" + text(), e);
        }
    }

    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end of the process and of its output. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " does not end:\n" + text());
        }
        reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        return process.exitValue();
    }

    /** The output so far. */
    public String text() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Sends a signal, named without SIG. */
    public void signal(String name) throws InterruptedException {
        send(name, process.pid());
    }

    public static void send(String signal, long pid) throws InterruptedException {
        try {
            List<String> command = List.of("/bin/sh", "-c", "kill -s \"$0\" -- \"$1\"", signal, Long.toString(pid));
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends SIGTERM, by the handle: {@link Process#destroy} would discard the last output. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Sends SIGTERM to the children of a process that is only a wrapper. */
    public void terminateChildren() {
        process.descendants().forEach(ProcessHandle::destroy);
    }

    /** Sends SIGKILL. */
    public void killSoon() {
        process.toHandle().destroyForcibly();
    }

    /** Sends SIGSTOP. */
    public void pause() throws InterruptedException {
        signal("STOP");
    }

    /** Sends SIGCONT. */
    public void goOn() throws InterruptedException {
        signal("CONT");
    }

    /** Sends SIGKILL to the process and its descendants, and waits for the end of the process. */
    public void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
