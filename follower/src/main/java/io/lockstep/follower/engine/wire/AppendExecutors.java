package io.lockstep.follower.engine.wire;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread for each (group, peer pair), so that its append-entries run in order and never two at a time. The engine
 * numbers them with a counter that is not atomic; a lost or repeated number would block all later answers. An idle
 * thread ends. Any thread.
 */
final class AppendExecutors {

    /** Tasks that may wait for one pair. A stalled follower still receives heartbeats now and then. */
    private static final int WAITING_MAX = 4_096;

    /** Far more than a cluster has members. */
    private static final int PAIRS_MAX = 256;

    private static final long IDLE_SECONDS = 60;

    private final Map<Pair, ThreadPoolExecutor> executors = new HashMap<>();
    private boolean shutDown;

    private record Pair(String group, String peer, String server) {}

    /** The executor for {@code request}. */
    synchronized Executor of(AppendEntriesRequest request) {
        Pair pair = new Pair(request.getGroupId(), request.getPeerId(), request.getServerId());
        ThreadPoolExecutor executor = executors.get(pair);
        if (executor == null) {
            if (shutDown || executors.size() >= PAIRS_MAX) {
                throw new RejectedExecutionException("no more pairs of peers");
            }
            executor = serial(pair);
            executors.put(pair, executor);
        }
        return executor;
    }

    /** Takes no more tasks and drops the waiting ones. */
    synchronized void shutdown() {
        shutDown = true;
        for (ThreadPoolExecutor executor : executors.values()) {
            executor.getQueue().clear();
            executor.shutdown();
        }
        executors.clear();
    }

    private static ThreadPoolExecutor serial(Pair pair) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), task -> {
                    Thread thread = new Thread(task, "append-from-" + pair.server);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
