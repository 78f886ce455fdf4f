package io.lockstep.client.bench.failover;

import io.lockstep.client.bench.BenchSettings;
import java.util.List;
import java.util.Map;

/**
 * The figures of a run with clients that fail over.
 *
 * @param seconds the length of the measurement
 * @param grants the number of grants to all clients together
 * @param longestGapMillis the longest time of any client from one grant to its next
 * @param gaps the gaps of the faults that the run was told of, in order
 * @param moves how often a session was resumed at a server
 * @param errors failed requests and lost sessions, by code
 */
public record FailoverResult(
        BenchSettings settings,
        double seconds,
        long grants,
        double longestGapMillis,
        List<FaultGap> gaps,
        long moves,
        Map<String, Long> errors) {

    public FailoverResult {
        gaps = List.copyOf(gaps);
        errors = Map.copyOf(errors);
    }

    /** Whether every request succeeded and no session was lost. */
    public boolean clean() {
        return errors.isEmpty();
    }
}
