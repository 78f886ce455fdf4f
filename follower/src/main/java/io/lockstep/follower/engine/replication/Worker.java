package io.lockstep.follower.engine.replication;

import io.lockstep.follower.engine.replication.EngineFailure.Kind;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One thread for tasks that may wait for a lock or a disk. A task that throws is a bug and stops the node. */
final class Worker implements Executor {

    private final ScheduledExecutorService thread;
    private final EngineFailure failure;

    Worker(String name, EngineFailure failure) {
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread created = new Thread(task, name);
            created.setDaemon(true);
            return created;
        });
        this.failure = failure;
    }

    /** Queues {@code task}; drops it after {@link #close}. */
    @Override
    public void execute(Runnable task) {
        try {
            thread.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            if (!thread.isShutdown()) {
                throw e;
            }
        }
    }

    /** Runs {@code task} repeatedly, with this pause after each run. */
    @SuppressWarnings("FutureReturnValueIgnored") // run(task) reports what the task throws.
    void repeat(Runnable task, long everyMillis) {
        thread.scheduleWithFixedDelay(() -> run(task), everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            failure.failed(Kind.BUG, "Unexpected: " + e, e);
            throw e;
        }
    }

    /** Starts no more tasks; does not wait for a running one. */
    void close() {
        thread.shutdownNow();
    }
}
