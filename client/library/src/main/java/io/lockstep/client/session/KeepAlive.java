package io.lockstep.client.session;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The thread that keeps a session alive: runs one task at intervals, or at once when woken, until it is stopped. */
final class KeepAlive {

    /** One round. May block, but not for ever. Is given the usual time until the next, and returns what it is this time. */
    interface Round {
        Duration run(Duration interval) throws InterruptedException;
    }

    private static final int ROUNDS_A_LEASE = 3;

    /** A server that hangs should be noticed long before a request's time is up. */
    private static final Duration INTERVAL_MAX = Duration.ofSeconds(2);

    private final Round round;
    private final Alarm alarm = new Alarm();
    private final AtomicBoolean started = new AtomicBoolean();

    KeepAlive(Round round) {
        this.round = round;
    }

    /** Starts the thread, with rounds often enough for a lease of that length; later calls do nothing. */
    void start(Duration lease) {
        if (alarm.isStopped() || !started.compareAndSet(false, true)) {
            return;
        }
        Duration part = lease.dividedBy(ROUNDS_A_LEASE);
        Duration interval = part.compareTo(INTERVAL_MAX) < 0 ? part : INTERVAL_MAX;
        Thread thread = new Thread(() -> keep(interval), "lockstep-keepAlive");
        thread.setDaemon(true);
        thread.start();
    }

    /** Asks for a round now. */
    void wake() {
        alarm.wake();
    }

    /** Asks the thread to end after the round it is in. */
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
            // Whoever interrupts this thread wants it gone; it has nothing else to do.
            Thread.currentThread().interrupt();
        }
    }

    /** Waits a little before something is tried again. Wakes early when stopped. */
    void pause(Duration time) throws InterruptedException {
        alarm.pause(time);
    }
}
