package io.lockstep.follower.engine.wire;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcResponseClosureAdapter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells followers of a commit at once. By default the engine tells them with the next append or heartbeat, which takes
 * tens of milliseconds on an idle cluster. Whenever a peer has acknowledged entries that this node has applied but that
 * the peer does not know to be committed, it gets a heartbeat, which carries the commit index. If a client there waits,
 * the heartbeat goes out at once; otherwise only if no append carries the commit index within a moment.
 *
 * <p>Heartbeats are sent on a separate thread, because sending one takes the lock of a replicator. That thread starts
 * with the engine's client. While this node does not lead, there is no peer to tell and nothing happens.
 */
public final class PromptCommit {

    /** How long a peer without waiting clients stays behind, unless an append tells it sooner. */
    private static final long PATIENCE_NANOS = 2_000_000;

    /** How long after a request from a server its clients count as waiting: longer than nearly any commit takes. */
    private static final long AWAITED_NANOS = 100_000_000;

    private final PeerProgress progress;
    private final long patienceNanos;
    private final Map<String, Peer> peers = new HashMap<>();
    private final Map<Integer, Long> awaitedUntilNanos = new HashMap<>();
    private long applied;
    private long heartbeats;

    /** Whether the thread wakes by itself to check every peer that is behind now. */
    private boolean watching;

    private @Nullable Thread thread;

    /** The state of one peer; acknowledged and told are log indexes. */
    private static final class Peer {
        private final int server;
        private long acknowledged;
        private long told;
        private boolean behind;
        private long behindSinceNanos;

        Peer(int server) {
            this.server = server;
        }
    }

    PromptCommit(PeerProgress progress) {
        this(progress, PATIENCE_NANOS);
    }

    PromptCommit(PeerProgress progress, long patienceNanos) {
        this.progress = progress;
        this.patienceNanos = patienceNanos;
    }

    /** This node has applied all entries up to {@code index}. Any thread; never blocks. */
    public synchronized void applied(long index) {
        applied = Math.max(applied, index);
        peers.values().forEach(this::changed);
    }

    /**
     * A client of {@code server} waits for a commit, so that server must learn of it at once. Any thread; never blocks.
     */
    public synchronized void awaitedAt(int server) {
        awaitedUntilNanos.put(server, System.nanoTime() + AWAITED_NANOS);
        peers.values().forEach(this::changed);
    }

    /** The number of heartbeats sent for this purpose. */
    synchronized long heartbeats() {
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

    /** The engine is about to send an append or a heartbeat. */
    synchronized void sent(AppendEntriesRequest request) {
        Peer peer = peer(request);
        peer.told = Math.max(peer.told, Math.min(request.getCommittedIndex(), lastIndexOf(request)));
        changed(peer);
    }

    /** The engine has received a response; {@code result} is null if there was none. */
    synchronized void answered(AppendEntriesRequest request, @Nullable Object result) {
        if (!(result instanceof AppendEntriesResponse response) || !response.getSuccess()) {
            // The message may be lost, so the peer counts as not told until the next one.
            peers.remove(request.getPeerId());
            return;
        }
        Peer peer = peer(request);
        peer.acknowledged = Math.max(peer.acknowledged, lastIndexOf(request));
        progress.acknowledged(request.getPeerId(), request.getTerm(), lastIndexOf(request));
        if (request.getEntriesCount() > 0) {
            progress.stored(request.getPeerId(), request.getTerm(), lastIndexOf(request));
        }
        changed(peer);
    }

    private Peer peer(AppendEntriesRequest request) {
        return peers.computeIfAbsent(
                request.getPeerId(), name -> new Peer(parsed(name).getIdx()));
    }

    private static long lastIndexOf(AppendEntriesRequest request) {
        return request.getPrevLogIndex() + request.getEntriesCount();
    }

    /** Checks a peer after a change. Wakes the thread only if it would otherwise act too late. */
    private void changed(Peer peer) {
        boolean behind = Math.min(applied, peer.acknowledged) > peer.told;
        if (behind && !peer.behind) {
            peer.behindSinceNanos = System.nanoTime();
        }
        peer.behind = behind;
        if (behind && (!watching || isAwaited(peer))) {
            notifyAll();
        }
    }

    private boolean isAwaited(Peer peer) {
        Long untilNanos = awaitedUntilNanos.get(peer.server);
        return untilNanos != null && untilNanos - System.nanoTime() > 0;
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

    /** Waits until a peer is due, and marks it as told, so that it is not due again for the same commit. */
    private synchronized String awaitDue() throws InterruptedException {
        while (true) {
            long shortestNanos = Long.MAX_VALUE;
            for (Map.Entry<String, Peer> each : peers.entrySet()) {
                Peer peer = each.getValue();
                long leftNanos = leftNanos(peer);
                if (leftNanos <= 0) {
                    peer.told = Math.min(applied, peer.acknowledged);
                    peer.behind = false;
                    heartbeats++;
                    return each.getKey();
                }
                shortestNanos = Math.min(shortestNanos, leftNanos);
            }
            watching = shortestNanos < Long.MAX_VALUE;
            if (watching) {
                TimeUnit.NANOSECONDS.timedWait(this, shortestNanos);
            } else {
                wait();
            }
            watching = false;
        }
    }

    private long leftNanos(Peer peer) {
        if (!peer.behind) {
            return Long.MAX_VALUE;
        }
        return isAwaited(peer) ? 0 : peer.behindSinceNanos + patienceNanos - System.nanoTime();
    }

    private void prompt(ReplicatorGroup replicators, String due) {
        // The closure is required: without one, every heartbeat would start one more chain of timed heartbeats.
        replicators.sendHeartbeat(parsed(due), new RpcResponseClosureAdapter<AppendEntriesResponse>() {
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

    private static PeerId parsed(String name) {
        PeerId peer = new PeerId();
        if (!peer.parse(name)) {
            throw new IllegalStateException("the engine sent to a peer it cannot name: " + name);
        }
        return peer;
    }
}
