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

    /** The servers that clients connect to. */
    enum Place {
        LEADER,
        FOLLOWER,
        ALL
    }
}
