package io.lockstep.follower.context;

import java.util.TreeSet;

/**
 * Tasks that run at a given time. They are checked on every tick, so a task runs at most one tick late, unless very
 * many are due at once: a turn of the loop runs {@value #TASKS_PER_TURN} of them. Loop thread only.
 */
public final class Timers {

    /** About a millisecond of work. */
    static final int TASKS_PER_TURN = 256;

    private final NodeClock clock;
    private final TreeSet<Timer> timers = new TreeSet<>();
    private long timerCount;
    private long tickedNanos;
    private boolean more;

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

    /** Runs the tasks that are due, in the order of their times; very many of them in later turns. */
    public void tick() {
        tickedNanos = clock.nanoTime();
        more = true;
        advance();
    }

    /** Goes on with the tasks that were due at the last tick. Returns whether some are left for the next turn. */
    public boolean advance() {
        for (int left = TASKS_PER_TURN; more && left > 0; left--) {
            more = !timers.isEmpty() && timers.first().atNanos - tickedNanos <= 0;
            if (more) {
                timers.pollFirst().task.run();
            }
        }
        return more;
    }

    private record Timer(long atNanos, long order, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byTime = Long.signum(atNanos - other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
