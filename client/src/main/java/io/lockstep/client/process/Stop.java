package io.lockstep.client.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends all processes of a child: sends TERM, waits, and then sends KILL. */
public final class Stop {

    /** Interval of polling for the end of processes: the system only notifies the parent of a process. */
    private static final long LOOK_MILLIS = 10;

    /** Time for a process to end after KILL; it takes longer only if it hangs in the system. */
    private static final Duration DYING_MAX = Duration.ofSeconds(5);

    private Stop() {}

    /**
     * Sends TERM to all processes, and after {@code grace} KILL to those that still run and to those that they have
     * started in the meantime, until none is left. Blocks.
     *
     * @return the ids of processes that did not end, because they hang or belong to another user; normally empty
     */
    public static List<Long> all(ChildProcess child, Duration grace) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + grace.toNanos();
        List<ProcessHandle> running = child.running();
        if (!running.isEmpty()) {
            running.forEach(ProcessHandle::destroy);
            // A stopped process must continue to receive TERM.
            Kill.send("CONT", running.stream().map(ProcessHandle::pid).toList());
        }
        while (!running.isEmpty() && deadlineNanos - System.nanoTime() > 0) {
            awaitEnd(running, deadlineNanos);
            running = child.running();
        }
        long hopelessNanos = System.nanoTime() + DYING_MAX.toNanos();
        while (!running.isEmpty() && hopelessNanos - System.nanoTime() > 0) {
            running.forEach(ProcessHandle::destroyForcibly);
            awaitEnd(running, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(10 * LOOK_MILLIS));
            running = child.running();
        }
        return running.stream().map(ProcessHandle::pid).toList();
    }

    private static void awaitEnd(List<ProcessHandle> processes, long deadlineNanos) throws InterruptedException {
        while (processes.stream().anyMatch(ChildProcess::isRunning)) {
            long leftNanos = deadlineNanos - System.nanoTime();
            if (leftNanos <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(leftNanos, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)));
        }
    }
}
