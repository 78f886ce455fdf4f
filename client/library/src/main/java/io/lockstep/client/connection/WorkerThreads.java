package io.lockstep.client.connection;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for the tasks of a client. They end when idle, so nothing has to stop them. */
public final class WorkerThreads {

    private static final long IDLE_SECONDS = 2;

    private WorkerThreads() {}

    /** One thread for each concurrent task. */
    public static ExecutorService cached(String name, ThreadFactory threads) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named(name, threads));
    }

    /** One thread: tasks run in order. */
    public static ExecutorService inOrder(String name, ThreadFactory threads) {
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name, threads));
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    private static ThreadFactory named(String name, ThreadFactory threads) {
        return task -> {
            Thread thread = threads.newThread(task);
            thread.setName(name);
            return thread;
        };
    }
}
