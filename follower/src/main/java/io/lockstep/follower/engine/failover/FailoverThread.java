package io.lockstep.follower.engine.failover;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The one thread of {@link LeaderWatch}. A task that throws is a bug, and is reported. */
final class FailoverThread {

    private final ScheduledThreadPoolExecutor thread;
    private final Consumer<Throwable> onFailure;

    FailoverThread(Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread created = new Thread(task, "failover");
            created.setDaemon(true);
            return created;
        });
    }

    /** Queues {@code task}; drops it after {@link #close}. Any thread. */
    void execute(Runnable task) {
        executeAfter(0, task);
    }

    /** Runs {@code task} after this time; drops it after {@link #close}. Any thread. */
    @SuppressWarnings("FutureReturnValueIgnored") // run(task) reports what the task throws.
    void executeAfter(long millis, Runnable task) {
        try {
            thread.schedule(() -> run(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            if (!thread.isShutdown()) {
                throw e;
            }
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            onFailure.accept(e);
            throw e;
        }
    }

    /** Starts no more tasks; does not wait for one that runs. */
    void close() {
        thread.shutdownNow();
    }
}
