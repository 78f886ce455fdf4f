package io.lockstep.follower.metrics;

/** Counts what only a look at every lock tells, over many turns of the loop. Any thread. */
public interface LockFigures {

    /** Has looks go on for the next minute; without it they end. */
    void want();

    /** What the newest whole look has found. */
    Findings latest();

    /**
     * What one look at every lock has found.
     *
     * @param locks that were held: exclusively, shared, and as semaphores
     * @param waiting requests in wait queues; one that waits for several locks is in several
     * @param oldestWaitSeconds how long the request has waited that has waited longest; 0 if none waits
     * @param longestHeldSeconds how long the lock has been held that has been held longest; 0 if none is
     */
    record Findings(Held locks, long waiting, double oldestWaitSeconds, double longestHeldSeconds) {

        /** Before the first look. */
        public static final Findings NONE = new Findings(new Held(0, 0, 0), 0, 0, 0);
    }

    /** How many locks were held in each mode. */
    record Held(long exclusive, long shared, long semaphore) {}
}
