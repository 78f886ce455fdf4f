package io.lockstep.common.net;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The tasks that other threads have for a loop. */
final class LoopTasks {

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

    int waiting() {
        return tasks.size();
    }

    /** Removes the first task, for the caller to run; null if there is none. */
    @Nullable
    Runnable next() {
        return tasks.poll();
    }

    /** Rejects further tasks. */
    void stop() {
        stopped = true;
    }

    void clear() {
        tasks.clear();
    }
}
