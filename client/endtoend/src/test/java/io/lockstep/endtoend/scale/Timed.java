package io.lockstep.endtoend.scale;

import java.util.function.Supplier;

/** A result, and how long it took. */
record Timed<T>(T result, double millis) {

    private static final int TIMES = 4;

    /** Makes it a few times, since the virtual machine compiles meanwhile; the shortest time counts. */
    static <T> Timed<T> best(Supplier<T> work) {
        Timed<T> best = once(work);
        for (int i = 1; i < TIMES; i++) {
            Timed<T> next = once(work);
            best = next.millis < best.millis ? next : best;
        }
        return best;
    }

    private static <T> Timed<T> once(Supplier<T> work) {
        long begunNanos = System.nanoTime();
        T result = work.get();
        return new Timed<>(result, (System.nanoTime() - begunNanos) / 1e6);
    }
}
