package io.lockstep.client.connection;

import java.time.Duration;

/** A moment on this process's monotonic clock by which something must be done. */
record Deadline(long nanoTime) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean passed() {
        return nanoTime - System.nanoTime() <= 0;
    }

    /** What is left, but no more than {@code most}; zero once it has passed. */
    Duration left(Duration most) {
        Duration left = Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
        return left.compareTo(most) < 0 ? left : most;
    }
}
