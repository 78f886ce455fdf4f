package io.lockstep.comparison;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

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
        ALL;

        /**
         * The ports to connect to.
         *
         * @param leader the port of the server that leads
         * @param first the port of the first server; the ports of the others follow it
         */
        List<Integer> ports(int leader, int first, int servers) {
            List<Integer> all = IntStream.range(first, first + servers).boxed().toList();
            return switch (this) {
                case LEADER -> List.of(leader);
                case FOLLOWER ->
                    List.of(all.stream()
                            .filter(port -> port != leader)
                            .findFirst()
                            .orElse(leader));
                case ALL -> all;
            };
        }
    }
}
