package io.lockstep.client.session;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/** The thread that keeps a session alive: runs a task at intervals, or at once when woken, until stopped. */
final class KeepAlive {

    /**
     * One round. May block for a bounded time. Takes the usual interval, and returns the time until the next round.
     */
    interface Round {
        Duration run(Duration interval) throws InterruptedException;
    }

    /** A round may fail and the next still renews the lease before it is doubtful. */
    private static final int ROUNDS_A_LEASE = 4;

    /** Notices a server that hangs while no request is under way, however long the lease is. */
    private static final Duration INTERVAL_MAX = Duration.ofSeconds(10);

    private final LastingThread thread;
    private volatile Duration interval = INTERVAL_MAX;

    /** @param onEnd called if the session cannot be kept alive any longer */
    KeepAlive(Round round, ThreadFactory threads, Runnable onEnd) {
        thread = new LastingThread(
                "lockstep-keep-alive", threads, () -> round.run(interval).toNanos(), onEnd);
    }

    /** Starts the thread, or adapts its interval to a lease of that length. */
    void start(Duration lease) {
        Duration part = lease.dividedBy(ROUNDS_A_LEASE);
        interval = part.compareTo(INTERVAL_MAX) < 0 ? part : INTERVAL_MAX;
        thread.start(interval.toNanos());
    }

    /** Starts the next round now. */
    void wake() {
        thread.wake();
    }

    /** Ends the thread after its current round. */
    void stop() {
        thread.stop();
    }

    /** Waits before a retry. Returns early when stopped. */
    void pause(Duration time) throws InterruptedException {
        thread.pause(time);
    }
}
