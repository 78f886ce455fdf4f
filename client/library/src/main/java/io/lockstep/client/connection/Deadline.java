package io.lockstep.client.connection;

import java.time.Duration;

/** A moment on this process's monotonic clock. */
public record Deadline(long nanoTime) {

    /** How often a waiting thread polls where nothing wakes it. */
    public static final Duration TICK = Duration.ofMillis(50);

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    public boolean passed() {
        return nanoTime - System.nanoTime() <= 0;
    }

    /** The time left; zero once it has passed. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** The time left, but at most {@code most}; zero once it has passed. */
    public Duration left(Duration most) {
        Duration left = left();
        return left.compareTo(most) < 0 ? left : most;
    }
}
