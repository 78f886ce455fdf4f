package io.lockstep.client.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends a child and all that came of it: asks, waits, and then makes sure. */
public final class Stop {

    /** Between two looks at processes that were asked to end: nobody is told when another's child ends. */
    private static final long LOOK_MILLIS = 10;

    /** How long a process may take to end that cannot refuse to: more only if it hangs in the system. */
    private static final Duration DYING_MAX = Duration.ofSeconds(5);

    private Stop() {}

    /**
     * Sends TERM to all, and after {@code grace} KILL to those that still run, and to those that these have started
     * meanwhile, until none is left.
     *
     * @return the ids of processes that did not end all the same, which hang or belong to another user; empty as a rule
     */
    public static List<Long> all(ChildProcess child, Duration grace) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + grace.toNanos();
        List<ProcessHandle> running = child.running();
        if (!running.isEmpty()) {
            running.forEach(ProcessHandle::destroy);
            // What is stopped must go on to see that it is to end.
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
