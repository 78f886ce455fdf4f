package io.lockstep.client.bench;

import io.lockstep.client.bench.BenchSettings.Mode;
import java.util.Map;

/**
 * What a run measured.
 *
 * @param seconds how long was counted
 * @param refusals expected refusals: another client of the run held the lock
 * @param errors answers that should not have come, by code
 */
public record BenchResult(
        BenchSettings settings,
        double seconds,
        Latency locks,
        Latency releases,
        Latency statuses,
        long refusals,
        Map<String, Long> errors) {

    /** Whether every answer was one that had to be expected. */
    public boolean clean() {
        return errors.isEmpty();
    }

    /** Cycles of lock and release a second, or status answers a second. */
    public double perSecond() {
        long done = settings.mode() == Mode.LOCK ? releases.count() : statuses.count();
        return seconds > 0 ? done / seconds : 0;
    }
}
