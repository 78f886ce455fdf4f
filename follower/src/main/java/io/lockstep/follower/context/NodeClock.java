package io.lockstep.follower.context;

/** The two clocks a node reads. */
public interface NodeClock {

    /** Monotonic nanoseconds from some origin, as {@link System#nanoTime}. Everything that is decided by time uses this. */
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
