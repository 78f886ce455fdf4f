package io.lockstep.follower.context;

/** The two clocks of a node. Any thread. */
public interface NodeClock {

    /** Monotonic nanoseconds from some origin, as {@link System#nanoTime}. Every decision by time uses this clock. */
    long nanoTime();

    /** Milliseconds since 1970, for display only. */
    long wallMillis();

    /** The clocks of this machine. */
    static NodeClock system() {
        return new NodeClock() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public long wallMillis() {
                return System.currentTimeMillis();
            }
        };
    }
}
