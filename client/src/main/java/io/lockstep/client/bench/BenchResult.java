package io.lockstep.client.bench;

import io.lockstep.client.bench.BenchSettings.Mode;
import java.util.Map;

/**
 * The figures of a run.
 *
 * @param seconds the length of the measurement
 * @param refusals expected refusals: another client of the run held the lock
 * @param errors unexpected answers, by code
 */
public record BenchResult(
        BenchSettings settings,
        double seconds,
        Latency locks,
        Latency releases,
        Latency statuses,
        long refusals,
        Map<String, Long> errors) {

    /** Whether there were no unexpected answers. */
    public boolean clean() {
        return errors.isEmpty();
    }

    /** Cycles of lock and release per second, or status answers per second. */
    public double perSecond() {
        long done = settings.mode() == Mode.LOCK ? releases.count() : statuses.count();
        return seconds > 0 ? done / seconds : 0;
    }
}
