package io.lockstep.follower.engine.wire;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/**
 * One lock for each (group, peer pair). Append-entries run on the thread that reads them, which keeps their order; the
 * lock keeps apart those of two links, as when a server has started anew. The engine numbers them with a counter that
 * is not atomic; a lost or repeated number would block all later answers. Any thread.
 */
final class AppendOrder {

    /** Far more than a cluster has members. */
    private static final int PAIRS_MAX = 256;

    private final Map<Pair, Object> locks = new HashMap<>();

    private record Pair(String group, String peer, String server) {}

    /** The lock under which {@code request} runs. */
    synchronized Object lockOf(AppendEntriesRequest request) {
        Pair pair = new Pair(request.getGroupId(), request.getPeerId(), request.getServerId());
        Object lock = locks.get(pair);
        if (lock == null) {
            if (locks.size() >= PAIRS_MAX) {
                throw new RejectedExecutionException("no more pairs of peers");
            }
            lock = new Object();
            locks.put(pair, lock);
        }
        return lock;
    }
}
