package io.lockstep.follower.context;

import java.util.TreeSet;

/**
 * Tasks that run at a given time. They are checked on every tick, so a task runs at most one tick late. Loop thread
 * only.
 */
public final class Timers {

    private final NodeClock clock;
    private final TreeSet<Timer> timers = new TreeSet<>();
    private long timerCount;

    /** Timers on {@code clock}, none of them set. */
    public Timers(NodeClock clock) {
        this.clock = clock;
    }

    /** The clock of these timers. */
    public NodeClock clock() {
        return clock;
    }

    /**
     * Runs {@code task} once, in the first {@link #tick} after {@code delayNanos}.
     *
     * @return ends the timer, so that the task is neither run nor kept; without effect once it has run
     */
    public Runnable after(long delayNanos, Runnable task) {
        Timer timer = new Timer(clock.nanoTime() + delayNanos, timerCount++, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    /** Runs the tasks that are due, in the order of their times. */
    public void tick() {
        long nowNanos = clock.nanoTime();
        while (!timers.isEmpty() && timers.first().atNanos - nowNanos <= 0) {
            timers.pollFirst().task.run();
        }
    }

    private record Timer(long atNanos, long order, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byTime = Long.signum(atNanos - other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
