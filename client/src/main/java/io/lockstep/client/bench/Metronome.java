package io.lockstep.client.bench;

import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes a selector shortly before each request of a schedule is due, on a thread of its own: a selector that waits by
 * itself knows whole milliseconds only.
 */
final class Metronome {

    private final Schedule schedule;
    private final Selector selector;
    private final Thread thread;
    private volatile boolean stopped;

    private Metronome(Schedule schedule, Selector selector) {
        this.schedule = schedule;
        this.selector = selector;
        this.thread = new Thread(this::beat, "metronome");
        thread.setDaemon(true);
    }

    /** Begins at once. */
    static Metronome start(Schedule schedule, Selector selector) {
        Metronome metronome = new Metronome(schedule, selector);
        metronome.thread.start();
        return metronome;
    }

    private void beat() {
        long number = 0;
        while (!stopped) {
            long leftNanos = schedule.dueNanos(number) - OpenLoop.AWAKE_NANOS - System.nanoTime();
            if (leftNanos > 0) {
                LockSupport.parkNanos(leftNanos);
            } else {
                selector.wakeup();
                number++;
            }
        }
    }

    /** Ends it, soon. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }
}
