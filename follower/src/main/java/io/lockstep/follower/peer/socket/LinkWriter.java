package io.lockstep.follower.peer.socket;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The writing thread of one link. A thread with frames to send writes them itself, as far as the system takes them at
 * once: to wake another thread for it costs more than the write. This one writes what is left, and a keep-alive when
 * nothing else was sent.
 */
public final class LinkWriter {

    private final PeerSocket socket;
    private final OutgoingQueue queue;
    private final byte[] keepAlive;
    private final int keepAliveMillis;
    private final long stuckNanos;
    private volatile long writingSinceNanos;
    private volatile boolean writing;

    /**
     * @param keepAlive to send when nothing else was sent for {@code keepAliveMillis}
     * @param stuckMillis the time that a write may take
     */
    public LinkWriter(PeerSocket socket, OutgoingQueue queue, byte[] keepAlive, int keepAliveMillis, int stuckMillis) {
        this.socket = socket;
        this.queue = queue;
        this.keepAlive = keepAlive.clone();
        this.keepAliveMillis = keepAliveMillis;
        this.stuckNanos = TimeUnit.MILLISECONDS.toNanos(stuckMillis);
    }

    /** Returns once the queue is closed. */
    public void run() throws IOException, InterruptedException {
        for (OutgoingBatch batch = next(); batch != null; batch = next()) {
            try {
                if (batch.isEmpty()) {
                    batch.append(keepAlive);
                }
                writingSinceNanos = System.nanoTime();
                writing = true;
                socket.write(batch.bytes(), batch.start(), batch.length());
                batch.written(batch.length());
                writing = false;
            } finally {
                queue.end();
            }
        }
    }

    private @Nullable OutgoingBatch next() throws InterruptedException {
        return queue.await(keepAliveMillis);
    }

    /** Whether the other end has not read for so long that it counts as dead. Any thread. */
    public boolean isStuck() {
        return writing && System.nanoTime() - writingSinceNanos > stuckNanos;
    }
}
