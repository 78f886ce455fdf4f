package io.lockstep.client.bench;

import java.util.Map;

/**
 * The figures of a run with clients that fail over.
 *
 * @param seconds the length of the measurement
 * @param grants the number of grants to all clients together
 * @param longestGapMillis the longest time of any client from one grant to its next
 * @param moves how often a session was resumed at a server
 * @param errors failed requests and lost sessions, by code
 */
public record FailoverResult(
        BenchSettings settings,
        double seconds,
        long grants,
        double longestGapMillis,
        long moves,
        Map<String, Long> errors) {

    public FailoverResult {
        errors = Map.copyOf(errors);
    }

    /** Whether every request succeeded and no session was lost. */
    public boolean clean() {
        return errors.isEmpty();
    }
}
