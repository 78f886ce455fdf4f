package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.util.ThreadPoolsFactory;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the short tasks of the engine. It has one for each peer and each batch of proposals: to send the batch to that
 * peer. By itself the engine wakes a thread of a pool for each, which takes longer than to send. Here its thread for
 * proposals does it. Tasks of its other threads, which may hold any lock, go to a pool as before.
 *
 * <p>The thread for proposals holds the lock of the node, and then takes that of a replicator; so does the engine
 * itself, when a node steps down. Whoever holds the lock of a replicator never waits for that of the node.
 */
final class TasksInPlace extends ThreadPoolExecutor {

    /** What the name of the engine's thread for proposals begins with. */
    private static final String PROPOSALS_THREAD = "JRaft-NodeImpl-Disruptor";

    private static final int THREADS_MAX = 100;

    private static final AtomicInteger THREADS = new AtomicInteger();

    private TasksInPlace() {
        super(
                Runtime.getRuntime().availableProcessors(),
                THREADS_MAX,
                60,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                TasksInPlace::thread);
    }

    /** Serves all nodes of {@code group} in this process. Call it once for each group. */
    static void serve(String group) {
        ThreadPoolsFactory.registerThreadPool(group, new TasksInPlace());
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "engine-task-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Future<?> submit(Runnable task) {
        if (!Thread.currentThread().getName().startsWith(PROPOSALS_THREAD)) {
            return super.submit(task);
        }
        FutureTask<?> inPlace = new FutureTask<>(task, null);
        inPlace.run();
        return inPlace;
    }
}
