package io.lockstep.follower.context;

import java.util.PriorityQueue;

/** Things to do at a time. Looked at on every tick, and so late by at most a tick. */
public final class Timers {

    private final NodeClock clock;
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private long timerCount;

    public Timers(NodeClock clock) {
        this.clock = clock;
    }

    public void after(long delayNanos, Runnable task) {
        timers.add(new Timer(clock.nanoTime() + delayNanos, timerCount++, task));
    }

    public void tick() {
        long nowNanos = clock.nanoTime();
        while (!timers.isEmpty() && timers.peek().atNanos - nowNanos <= 0) {
            timers.remove().task.run();
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
