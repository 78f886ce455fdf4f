package io.lockstep.client.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * This program once more, in the background: it outlives this process, out of the reach of its terminal. Its standard
 * error is that of this process.
 */
public final class Background {

    /** The line that ends what the background process reports. */
    public static final String END_OF_REPORT = ".";

    private static final long LOOK_MILLIS = 200;
    private static final File NOTHING = new File("/dev/null");

    private Background() {}

    /** How it began: its report, or without one its exit status. */
    public record Begun(List<String> report, int exitStatus) {}

    /**
     * Starts it and waits until it has reported or ended. Blocks.
     *
     * @param program as {@link Invocation#program} has it
     * @param path where to look for helper programs
     * @throws IOException if it cannot be started
     */
    public static Begun start(List<String> program, List<String> arguments, String path)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(program);
        words.addAll(arguments);
        Process process = new ChildCommand(words, Map.of(), List.of())
                .with(Map.of())
                .builder(Executable.sessionPrefix(path), path)
                .redirectInput(NOTHING)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> report = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(END_OF_REPORT)) {
                    return new Begun(report, 0);
                }
                report.add(line);
            }
        }
        return new Begun(List.of(), process.waitFor());
    }

    /** Calls {@code ended} when the process has ended, on a thread of its own. It need not be a child. */
    public static void onEnd(ProcessHandle process, Runnable ended) {
        Thread thread = new Thread(() -> awaitEnd(process, ended), "lockstep-process");
        thread.setDaemon(true);
        thread.start();
    }

    private static void awaitEnd(ProcessHandle process, Runnable ended) {
        try {
            // The system tells its parent only, and the JDK looks less and less often.
            while (ChildProcess.isRunning(process)) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            ended.run();
        } catch (InterruptedException e) {
            // Nothing else interrupts this thread.
            throw new IllegalStateException(e);
        }
    }

    /** A name of a process that no later process with the same id has. */
    public static String identity(long pid) {
        return pid + ":" + ProcessTable.startTicks(pid);
    }

    /**
     * Sends TERM to a process and waits for its end.
     *
     * @param identity as {@link #identity} returned it
     * @return whether it has ended; true if there is no such process any more
     */
    public static boolean end(String identity, Duration patience) throws InterruptedException {
        long pid = Long.parseLong(identity.substring(0, identity.indexOf(':')));
        ProcessHandle process = ProcessHandle.of(pid).orElse(null);
        if (process == null || !identity(pid).equals(identity)) {
            return true;
        }
        process.destroy();
        try {
            process.onExit()
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            return true;
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                return false;
            }
            throw e;
        }
    }
}
