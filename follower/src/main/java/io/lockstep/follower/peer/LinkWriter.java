package io.lockstep.follower.peer;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends the frames of one link, in the order added. The thread that has frames to send writes them itself, as far as
 * the system takes them at once: to wake another thread for it costs more than the write. What is left is written by
 * the link's own writing thread, which also sends a keep-alive when nothing else was sent. Any thread, except for
 * {@link #run}.
 */
final class LinkWriter {

    private final PeerSocket socket;
    private final PeerSettings settings;
    private final OutgoingQueue queue;
    private volatile long writingSinceNanos;
    private volatile boolean writing;

    LinkWriter(PeerSocket socket, PeerSettings settings) {
        this.socket = socket;
        this.settings = settings;
        this.queue = new OutgoingQueue(settings.queueBytesMax());
    }

    /** Queues a frame for the next {@link #flush}. Never blocks. */
    OutgoingQueue.Added add(byte[] frame) {
        return queue.add(frame);
    }

    /** Sends what is queued, unless another thread is at it, which then sends this, too. Never blocks. */
    void flush() throws IOException {
        OutgoingBatch batch = queue.take();
        if (batch != null) {
            try {
                batch.writeNow(socket);
            } finally {
                queue.end();
            }
        }
    }

    /** Sends what no other thread could send at once, and keep-alives. Returns once the writer is closed. */
    void run() throws IOException, InterruptedException {
        byte[] keepAlive = PeerFrame.keepAlive().encode();
        for (OutgoingBatch batch = next(); batch != null; batch = next()) {
            try {
                if (batch.isEmpty()) {
                    batch.append(keepAlive);
                }
                writingSinceNanos = System.nanoTime();
                writing = true;
                batch.write(socket);
                writing = false;
            } finally {
                queue.end();
            }
        }
    }

    private @Nullable OutgoingBatch next() throws InterruptedException {
        return queue.await(settings.keepAliveMillis());
    }

    /** Whether the other end has not read for so long that it counts as dead. */
    boolean isStuck() {
        return writing && System.nanoTime() - writingSinceNanos > TimeUnit.MILLISECONDS.toNanos(settings.frameMillis());
    }

    /** The number of bytes that wait to be sent. */
    long queuedBytes() {
        return queue.bytes();
    }

    /** Drops what is queued, and takes no more. */
    void close() {
        queue.close();
    }
}
