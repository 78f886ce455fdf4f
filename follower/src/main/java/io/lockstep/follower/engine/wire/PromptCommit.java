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
 * Lets followers learn of a commit at once. By itself the engine tells them with the next append or heartbeat only, which
 * on an idle cluster comes tens of milliseconds later. Whenever what this node has applied and a peer has acknowledged is
 * more than that peer was told to be committed, it is sent a heartbeat, which carries the commit index: at once where
 * somebody waits for it, else when a moment has brought no append that says it as well.
 *
 * <p>Heartbeats are sent on a thread of its own: sending one takes the lock of a replicator. That thread starts when the
 * engine's client does. While this node does not lead, there is nobody to send to, and nothing happens.
 */
public final class PromptCommit {

    /** So long a peer where nobody waits stays behind, unless an append tells it sooner. */
    private static final long PATIENCE_NANOS = 2_000_000;

    /** So long after it was asked for, a commit counts as awaited: longer than nearly any takes. */
    private static final long AWAITED_NANOS = 100_000_000;

    private final PeerProgress progress;
    private final long patienceNanos;
    private final Map<String, Peer> peers = new HashMap<>();
    private final Map<Integer, Long> awaitedUntilNanos = new HashMap<>();
    private long applied;
    private long heartbeats;

    /** Whether the thread wakes by itself to look after every peer that is behind now. */
    private boolean watching;

    private @Nullable Thread thread;

    /** What is known of one peer; acknowledged and told are log indexes. */
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

    /** This node has applied all up to {@code index}. Any thread; never blocks. */
    public synchronized void applied(long index) {
        applied = Math.max(applied, index);
        peers.values().forEach(this::changed);
    }

    /** Somebody at that server waits for a commit, which it is to be told of at once. Any thread; never blocks. */
    public synchronized void awaitedAt(int server) {
        awaitedUntilNanos.put(server, System.nanoTime() + AWAITED_NANOS);
        peers.values().forEach(this::changed);
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
        Peer peer = peer(request);
        peer.told = Math.max(peer.told, Math.min(request.getCommittedIndex(), lastIndexOf(request)));
        changed(peer);
    }

    /** What became of it; {@code result} is null if there was no response. */
    synchronized void answered(AppendEntriesRequest request, @Nullable Object result) {
        if (!(result instanceof AppendEntriesResponse response) || !response.getSuccess()) {
            // What the peer was told may be lost. It is counted anew from the next message on.
            peers.remove(request.getPeerId());
            return;
        }
        Peer peer = peer(request);
        peer.acknowledged = Math.max(peer.acknowledged, lastIndexOf(request));
        progress.acknowledged(request.getPeerId(), request.getTerm(), lastIndexOf(request));
        changed(peer);
    }

    private Peer peer(AppendEntriesRequest request) {
        return peers.computeIfAbsent(
                request.getPeerId(), name -> new Peer(parsed(name).getIdx()));
    }

    private static long lastIndexOf(AppendEntriesRequest request) {
        return request.getPrevLogIndex() + request.getEntriesCount();
    }

    /** Looks at a peer after any change. The thread is woken only for what it would come to late. */
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

    /** Waits for a peer to be due, and takes it as told, so that it is not due again for the same. */
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
        // The closure must be there: without one, every heartbeat would start one more chain of timed heartbeats.
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
