package io.lockstep.client.session;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The thread that notices when a lease expires. It does nothing else, so that no hanging server or slow connection can
 * delay it.
 */
final class LeaseTimer {

    private final LongSupplier check;
    private final Alarm alarm = new Alarm();
    private final AtomicBoolean started = new AtomicBoolean();

    /**
     * @param check checks the lease, and returns the nanoseconds until the next check; must not block
     */
    LeaseTimer(LongSupplier check) {
        this.check = check;
    }

    /** Starts the thread, or makes it check now. */
    void wake() {
        if (!alarm.isStopped() && started.compareAndSet(false, true)) {
            Thread thread = new Thread(this::watch, "lockstep-lease");
            thread.setDaemon(true);
            thread.start();
        }
        alarm.wake();
    }

    void stop() {
        alarm.stop();
    }

    private void watch() {
        try {
            while (alarm.await(check.getAsLong())) {
                // The check does the work.
            }
        } catch (InterruptedException e) {
            // An interrupt ends this thread; it has nothing else to do.
            Thread.currentThread().interrupt();
        }
    }
}
