package io.lockstep.common.net;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The tasks that other threads have for a loop. */
final class LoopTasks {

    private static final long RUN_NANOS_MAX = 20_000_000L;

    private final BlockingQueue<Runnable> tasks;
    private volatile boolean stopped;

    LoopTasks(int tasksMax) {
        tasks = new ArrayBlockingQueue<>(tasksMax);
    }

    /**
     * Adds a task; blocks while there is no room. Throws {@link RejectedExecutionException} once the loop has ended,
     * and on the loop's own thread if there is no room.
     */
    void add(Runnable task, boolean isLoopThread) {
        if (!tasks.offer(task)) {
            if (isLoopThread) {
                throw new RejectedExecutionException("the loop's own thread cannot wait for itself");
            }
            waitForRoom(task);
        }
        if (stopped && tasks.remove(task)) {
            throw new RejectedExecutionException("the loop has ended");
        }
    }

    private void waitForRoom(Runnable task) {
        boolean interrupted = false;
        boolean added = false;
        while (!added && !stopped) {
            try {
                added = tasks.offer(task, 100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException whileWaiting) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!added) {
            throw new RejectedExecutionException("the loop has ended");
        }
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** Neither the tasks that these tasks add, nor very many tasks, keep clients waiting: the next turn goes on. */
    void run(long nowNanos) {
        Runnable task = null;
        for (int waiting = tasks.size(); waiting > 0 && (task = tasks.poll()) != null; waiting--) {
            task.run();
            if (System.nanoTime() - nowNanos >= RUN_NANOS_MAX) {
                break;
            }
        }
    }

    /** Rejects further tasks. */
    void stop() {
        stopped = true;
    }

    void clear() {
        tasks.clear();
    }
}
