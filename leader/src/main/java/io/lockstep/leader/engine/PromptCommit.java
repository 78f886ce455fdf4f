package io.lockstep.leader.engine;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcResponseClosureAdapter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets followers learn of a commit at once. By itself the engine tells them with the next append or heartbeat only, which
 * on an idle cluster comes tens of milliseconds later. Whenever what this node has applied and a peer has acknowledged is
 * more than that peer was told to be committed, it is sent a heartbeat, which carries the commit index.
 *
 * <p>Heartbeats are sent on a thread of its own: sending one takes the lock of a replicator. That thread starts when the
 * engine's client does. While this node does not lead, there is nobody to send to, and nothing happens.
 */
public final class PromptCommit {

    private final PeerProgress progress;
    private final Map<String, Progress> peers = new HashMap<>();
    private long applied;
    private long heartbeats;
    private @Nullable Thread thread;

    /** What is known of one peer: both are log indexes. */
    private static final class Progress {
        private long acknowledged;
        private long told;
    }

    PromptCommit(PeerProgress progress) {
        this.progress = progress;
    }

    /** This node has applied all up to {@code index}. Any thread; never blocks. */
    public synchronized void applied(long index) {
        applied = Math.max(applied, index);
        wakeIfDue();
    }

    /** How many heartbeats were sent for this. */
    public synchronized long heartbeats() {
        return heartbeats;
    }

    synchronized void start(ReplicatorGroup replicators) {
        Thread started = new Thread(() -> run(replicators), "prompt-commit");
        started.setDaemon(true);
        started.start();
        thread = started;
    }

    synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    /** An append or heartbeat is about to be sent. */
    synchronized void sent(AppendEntriesRequest request) {
        Progress peer = peers.computeIfAbsent(request.getPeerId(), any -> new Progress());
        peer.told = Math.max(peer.told, Math.min(request.getCommittedIndex(), lastIndexOf(request)));
    }

    /** What became of it; {@code result} is null if there was no response. */
    synchronized void answered(AppendEntriesRequest request, @Nullable Object result) {
        if (!(result instanceof AppendEntriesResponse response) || !response.getSuccess()) {
            // What the peer was told may be lost. It is counted anew from the next message on.
            peers.remove(request.getPeerId());
            return;
        }
        Progress peer = peers.computeIfAbsent(request.getPeerId(), any -> new Progress());
        peer.acknowledged = Math.max(peer.acknowledged, lastIndexOf(request));
        progress.acknowledged(request.getPeerId(), request.getTerm(), lastIndexOf(request));
        wakeIfDue();
    }

    private static long lastIndexOf(AppendEntriesRequest request) {
        return request.getPrevLogIndex() + request.getEntriesCount();
    }

    private void wakeIfDue() {
        if (nextDue() != null) {
            notifyAll();
        }
    }

    private @Nullable String nextDue() {
        for (Map.Entry<String, Progress> peer : peers.entrySet()) {
            if (Math.min(applied, peer.getValue().acknowledged) > peer.getValue().told) {
                return peer.getKey();
            }
        }
        return null;
    }

    private void run(ReplicatorGroup replicators) {
        try {
            while (true) {
                prompt(replicators, awaitDue());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a peer to be due, and takes it as told, so that it is not due again for the same. */
    private synchronized String awaitDue() throws InterruptedException {
        String due = nextDue();
        while (due == null) {
            wait();
            due = nextDue();
        }
        Progress peer = peers.get(due);
        if (peer != null) {
            peer.told = Math.min(applied, peer.acknowledged);
            heartbeats++;
        }
        return due;
    }

    private void prompt(ReplicatorGroup replicators, String due) {
        PeerId peer = new PeerId();
        if (!peer.parse(due)) {
            throw new IllegalStateException("the engine sent to a peer it cannot name: " + due);
        }
        // The closure must be there: without one, every heartbeat would start one more chain of timed heartbeats.
        replicators.sendHeartbeat(peer, new RpcResponseClosureAdapter<AppendEntriesResponse>() {
            @Override
            public void run(Status status) {
                if (!status.isOk()) {
                    forget(due);
                }
            }
        });
    }

    private synchronized void forget(String peer) {
        peers.remove(peer);
    }
}
