package io.lockstep.client.bench;

/**
 * The times at which the requests of an open loop are due: equally spaced. Pure.
 *
 * @param beginNanos when the first one is due
 * @param ratePerSecond at least 1
 */
record Schedule(long beginNanos, int ratePerSecond) {

    private static final double NANOS_PER_SECOND = 1e9;

    /** When the request with that number is due, counted from 0. */
    long dueNanos(long number) {
        return beginNanos + (long) (number * NANOS_PER_SECOND / ratePerSecond);
    }

    /** The time between two requests. */
    long intervalNanos() {
        return (long) (NANOS_PER_SECOND / ratePerSecond);
    }
}
