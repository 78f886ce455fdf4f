package io.lockstep.follower.peer.socket;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait to be written, bounded in bytes. Any thread adds; one thread at a time has the {@link OutgoingBatch}
 * and writes it. What it leaves over is written first by the next.
 */
public final class OutgoingQueue {

    public enum Added {
        YES,
        FULL,
        CLOSED
    }

    private final int bytesMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
    private final OutgoingBatch batch = new OutgoingBatch();
    private long bytes;
    private boolean taken;
    private long endedNanos = System.nanoTime();
    private boolean closed;

    public OutgoingQueue(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Adds a frame unless it would exceed the bound. Never blocks, and wakes no thread. */
    public Added add(byte[] frame) {
        lock.lock();
        try {
            if (closed) {
                return Added.CLOSED;
            }
            if (bytes + frame.length > bytesMax) {
                return Added.FULL;
            }
            frames.add(frame);
            bytes += frame.length;
            return Added.YES;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends what the socket takes at once, unless another thread is at it; what is left then, the thread in {@link
     * #await} gets. Never blocks.
     */
    public void writeNow(PeerSocket socket) throws IOException {
        OutgoingBatch next = take();
        if (next != null) {
            try {
                next.written(socket.writeNow(next.bytes(), next.start(), next.length()));
            } finally {
                end();
            }
        }
    }

    /**
     * The frames to write now, as many as fit into one write. The caller gives them back with {@link #end}. Never
     * blocks.
     *
     * @return null if there are none, or if another thread has taken some
     */
    @Nullable
    public OutgoingBatch take() {
        lock.lock();
        try {
            return hasWork() ? filled() : null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #take}, but waits for a call of {@link #end} that leaves frames.
     *
     * @param quietMillis how long after the last write to wait
     * @return an empty batch if nothing was to be written for so long; null once closed
     */
    @Nullable
    public OutgoingBatch await(long quietMillis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && !hasWork()) {
                long leftNanos = endedNanos + TimeUnit.MILLISECONDS.toNanos(quietMillis) - System.nanoTime();
                if (leftNanos <= 0 && !taken) {
                    break;
                }
                changed.awaitNanos(Math.max(leftNanos, TimeUnit.MILLISECONDS.toNanos(1)));
            }
            return closed ? null : filled();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasWork() {
        return !taken && !closed && (!batch.isEmpty() || !frames.isEmpty());
    }

    private OutgoingBatch filled() {
        taken = true;
        for (byte[] next = frames.peek(); next != null && batch.takes(next.length); next = frames.peek()) {
            frames.remove();
            batch.append(next);
            bytes -= next.length;
        }
        return batch;
    }

    /** Gives the batch back. If anything is left to be written, the thread in {@link #await} gets it. */
    public void end() {
        lock.lock();
        try {
            taken = false;
            endedNanos = System.nanoTime();
            if (hasWork()) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Drops the queued frames and accepts no more. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            frames.clear();
            bytes = 0;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The bytes of the frames that no thread has taken. */
    public long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
