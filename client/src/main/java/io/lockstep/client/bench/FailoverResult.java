package io.lockstep.client.bench;

import java.util.Map;

/**
 * What a run with clients that fail over measured.
 *
 * @param seconds how long was counted
 * @param grants to all clients together
 * @param longestGapMillis the longest that any client went from one grant to its next
 * @param moves how often a session was taken up again at a server
 * @param errors requests that came to nothing, and sessions that were lost, by code
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

    /** Whether every request was done, and every session kept. */
    public boolean clean() {
        return errors.isEmpty();
    }
}
