package io.lockstep.client.session;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The thread that notices when a lease expires. It does nothing else, so that no hanging server or slow connection can
 * delay it.
 */
final class LeaseTimer {

    /** The thread waits by the monotonic clock, which does not tell it of a suspend. */
    private static final long PAUSE_MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LastingThread thread;

    /**
     * @param check checks the lease, and returns the nanoseconds until the next check; must not block
     * @param onEnd called if the lease cannot be checked any longer
     */
    LeaseTimer(LongSupplier check, ThreadFactory threads, Runnable onEnd) {
        thread =
                new LastingThread("lockstep-lease", threads, () -> Math.min(check.getAsLong(), PAUSE_MAX_NANOS), onEnd);
    }

    /** Starts the thread, or makes it check now. */
    void wake() {
        thread.start(0);
        thread.wake();
    }

    void stop() {
        thread.stop();
    }
}
