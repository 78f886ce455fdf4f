package io.lockstep.client.session;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A thread that does rounds until it is stopped. It outlives what is not meant to end it: an interrupt, which nobody of
 * the client sends to it, and an error in a round, after which another thread takes its place. Safe for any thread.
 */
final class LastingThread {

    /** One round. Returns how many nanoseconds later the next one is due, unless it is woken before. */
    interface Round {
        long run() throws InterruptedException;
    }

    private final String name;
    private final ThreadFactory threads;
    private final Round round;
    private final Runnable onEnd;
    private final Alarm alarm = new Alarm();
    private final Backoff backoff = new Backoff();
    private final AtomicBoolean started = new AtomicBoolean();

    /** @param onEnd called if the thread has ended and none can take its place */
    LastingThread(String name, ThreadFactory threads, Round round, Runnable onEnd) {
        this.name = name;
        this.threads = threads;
        this.round = round;
        this.onEnd = onEnd;
    }

    /** Starts it, with the first round so much later. Later calls do nothing. */
    void start(long firstNanos) {
        if (!alarm.isStopped() && started.compareAndSet(false, true)) {
            begin(firstNanos);
        }
    }

    /** Starts the next round now. */
    void wake() {
        alarm.wake();
    }

    /** Ends it after its current round. */
    void stop() {
        alarm.stop();
    }

    /** Waits before a retry. Returns early when stopped. */
    void pause(Duration time) throws InterruptedException {
        alarm.pause(time);
    }

    private void begin(long firstNanos) {
        boolean begun = false;
        try {
            Thread thread = threads.newThread(() -> keep(firstNanos));
            thread.setName(name);
            thread.start();
            begun = true;
        } finally {
            if (!begun) {
                alarm.stop();
                onEnd.run();
            }
        }
    }

    private void keep(long firstNanos) {
        try {
            long nanos = firstNanos;
            while (!alarm.isStopped()) {
                nanos = waited(nanos);
            }
        } finally {
            if (!alarm.isStopped()) {
                // An error has ended this thread; its handler reports it.
                begin(backoff.next().toNanos());
            }
        }
    }

    private long waited(long nanos) {
        try {
            return alarm.await(nanos) ? round.run() : 0;
        } catch (InterruptedException e) {
            // The thread is the client's own, and is ended by stop() only.
            return 0;
        }
    }
}
