package io.lockstep.client.bench;

import io.lockstep.client.bench.BenchSettings.Mode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of a run. A latency counts requests that were sent, or in an open loop were due, within the measurement.
 *
 * @param seconds the length of the measurement
 * @param done what was completed in it: cycles of lock and release, and answers to status
 * @param refusals expected refusals: another client of the run held the lock
 * @param handOvers from the release of one client to the grant of the next, in line
 * @param unsent requests of an open loop that were due and could not be sent before the end, since no client was idle
 * @param errors unexpected answers, by code
 */
public record BenchResult(
        BenchSettings settings,
        double seconds,
        long done,
        Latency locks,
        Latency releases,
        Latency statuses,
        Latency refusals,
        Latency handOvers,
        long unsent,
        Map<String, Long> errors) {

    /** Whether there were no unexpected answers. */
    public boolean clean() {
        return errors.isEmpty();
    }

    /** What was done in a second. */
    public double perSecond() {
        return seconds > 0 ? done / seconds : 0;
    }

    /** The latency that tells most about the run: of locks, or of status reads if there are no locks. */
    public Latency main() {
        return settings.mode() == Mode.STATUS ? statuses : locks;
    }

    /** The latency of each kind of request that the mode has, by its name. */
    public Map<String, Latency> latencies() {
        Map<String, Latency> latencies = new LinkedHashMap<>();
        if (settings.mode() != Mode.STATUS) {
            latencies.put("lock", locks);
            latencies.put("release", releases);
        }
        switch (settings.mode()) {
            case STATUS, MIXED -> latencies.put("status", statuses);
            case HOT -> latencies.put("refusal", refusals);
            case HANDOVER -> latencies.put("hand-over", handOvers);
            case LOCK, SHARED, FAILOVER -> {}
        }
        return latencies;
    }
}
