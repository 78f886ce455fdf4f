package io.lockstep.client.connection;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The thread that notices when a lease runs out. It does nothing else, so that no hanging server and no slow connection
 * keeps it from that.
 */
final class LeaseTimer {

    private final LongSupplier check;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean started;
    private boolean woken;
    private boolean stopped;

    /**
     * @param check looks at the lease, and returns after how many nanoseconds to look again; must not block
     */
    LeaseTimer(LongSupplier check) {
        this.check = check;
    }

    /** Starts the thread, or has it look again now. */
    void wake() {
        lock.lock();
        try {
            if (!started && !stopped) {
                started = true;
                Thread thread = new Thread(this::watch, "lockstep-lease");
                thread.setDaemon(true);
                thread.start();
            }
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        try {
            while (awaitNext(check.getAsLong())) {
                // The check does the work.
            }
        } catch (InterruptedException e) {
            // Whoever interrupts this thread wants it gone; it has nothing else to do.
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitNext(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!stopped && !woken && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
            return !stopped;
        } finally {
            lock.unlock();
        }
    }
}
