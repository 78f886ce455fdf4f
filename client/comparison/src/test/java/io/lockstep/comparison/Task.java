package io.lockstep.comparison;

import java.time.Duration;

/**
 * One load.
 *
 * @param clients the number of clients, each with one request under way
 * @param place the servers to which they connect
 * @param warmup time that does not count
 * @param measured time that counts
 */
record Task(Work work, int clients, Place place, Duration warmup, Duration measured) {

    /** What the clients of a load do again and again. */
    enum Work {
        /** Take a lock of their own and release it. */
        LOCK,
        /** Wait in line for one lock that all want, and release it. */
        HAND_OVER,
        /** Ask who holds a lock. */
        STATUS
    }

    /** The servers that clients connect to. */
    enum Place {
        LEADER,
        FOLLOWER,
        ALL
    }
}
