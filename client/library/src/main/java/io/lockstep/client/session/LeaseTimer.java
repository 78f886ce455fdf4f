package io.lockstep.client.session;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The thread that notices when a lease runs out. It does nothing else, so that no hanging server and no slow connection
 * keeps it from that.
 */
final class LeaseTimer {

    private final LongSupplier check;
    private final Alarm alarm = new Alarm();
    private final AtomicBoolean started = new AtomicBoolean();

    /**
     * @param check looks at the lease, and returns after how many nanoseconds to look again; must not block
     */
    LeaseTimer(LongSupplier check) {
        this.check = check;
    }

    /** Starts the thread, or has it look again now. */
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
            // Whoever interrupts this thread wants it gone; it has nothing else to do.
            Thread.currentThread().interrupt();
        }
    }
}
