package io.lockstep.tools.record;

import java.util.Map;
import java.util.TreeMap;

/**
 * The figures of a recording.
 *
 * @param seconds how long the clients ran
 * @param definite the number of answers with a definite result
 * @param counts the number of recorded operations by kind and result, such as {@code acquire ok}
 * @param events the number of events of sessions, by name
 */
public record TortureResult(double seconds, long definite, Map<String, Long> counts, Map<String, Long> events) {

    public TortureResult {
        counts = new TreeMap<>(counts);
        events = new TreeMap<>(events);
    }

    /** Definite answers per second, a measure of the load. */
    public double definitePerSecond() {
        return seconds > 0 ? definite / seconds : 0;
    }

    /** The number of grants. */
    public long grants() {
        return counts.getOrDefault("acquire ok", 0L);
    }
}
