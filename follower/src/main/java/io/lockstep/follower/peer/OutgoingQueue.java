package io.lockstep.follower.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Frames that wait to be written, bounded in bytes. Any thread adds; one thread takes. */
final class OutgoingQueue {

    /** Bound of one write, unless a single frame is larger. */
    private static final int BATCH_BYTES = 128 << 10;

    private final int bytesMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    OutgoingQueue(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    enum Added {
        YES,
        FULL,
        CLOSED
    }

    /** Adds a frame unless it would exceed the bound. Never blocks. */
    Added add(byte[] frame) {
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
            if (frames.size() == 1) {
                changed.signal();
            }
            return Added.YES;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for frames, and takes as many as fit into one write.
     *
     * @return how many bytes were appended to {@code batch}; 0 if there was no frame in time; −1 once closed
     */
    int take(Batch batch, long waitMillis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
            while (frames.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (closed) {
                return -1;
            }
            int taken = 0;
            for (byte[] next = frames.peek(); next != null; next = frames.peek()) {
                if (taken > 0 && taken + next.length > BATCH_BYTES) {
                    break;
                }
                frames.remove();
                batch.append(next);
                taken += next.length;
            }
            bytes -= taken;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Drops the queued frames and accepts no more. */
    void close() {
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

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** The bytes of one write. */
    static final class Batch {
        private byte[] bytes = new byte[BATCH_BYTES];
        private int length;

        void append(byte[] frame) {
            if (length + frame.length > bytes.length) {
                bytes = Arrays.copyOf(bytes, length + frame.length);
            }
            System.arraycopy(frame, 0, bytes, length, frame.length);
            length += frame.length;
        }

        void writeTo(OutputStream output) throws IOException {
            output.write(bytes, 0, length);
            length = 0;
            if (bytes.length > BATCH_BYTES) {
                bytes = new byte[BATCH_BYTES];
            }
        }
    }
}
