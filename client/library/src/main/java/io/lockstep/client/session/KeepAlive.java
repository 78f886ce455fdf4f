package io.lockstep.client.session;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

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

    private final Round round;
    private final Alarm alarm = new Alarm();
    private final AtomicBoolean started = new AtomicBoolean();

    KeepAlive(Round round) {
        this.round = round;
    }

    /** Starts the thread, with an interval that suits a lease of that length. Later calls do nothing. */
    void start(Duration lease) {
        if (alarm.isStopped() || !started.compareAndSet(false, true)) {
            return;
        }
        Duration part = lease.dividedBy(ROUNDS_A_LEASE);
        Duration interval = part.compareTo(INTERVAL_MAX) < 0 ? part : INTERVAL_MAX;
        Thread thread = new Thread(() -> keep(interval), "lockstep-keep-alive");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts the next round now. */
    void wake() {
        alarm.wake();
    }

    /** Ends the thread after its current round. */
    void stop() {
        alarm.stop();
    }

    private void keep(Duration interval) {
        try {
            Duration next = interval;
            while (alarm.await(next.toNanos())) {
                next = round.run(interval);
            }
        } catch (InterruptedException e) {
            // An interrupt ends this thread; it has nothing else to do.
            Thread.currentThread().interrupt();
        }
    }

    /** Waits before a retry. Returns early when stopped. */
    void pause(Duration time) throws InterruptedException {
        alarm.pause(time);
    }
}
