package io.lockstep.tools.record;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a recording did.
 *
 * @param seconds how long the clients ran
 * @param definite answers of the cluster that say for certain what happened
 * @param counts of the lines recorded, by what they are: {@code acquire ok}
 * @param events of what happened to sessions, by name
 */
public record TortureResult(double seconds, long definite, Map<String, Long> counts, Map<String, Long> events) {

    public TortureResult {
        counts = new TreeMap<>(counts);
        events = new TreeMap<>(events);
    }

    /** Definite answers a second: how hard the cluster was at work. */
    public double definitePerSecond() {
        return seconds > 0 ? definite / seconds : 0;
    }

    /** How many locks were granted. */
    public long grants() {
        return counts.getOrDefault("acquire ok", 0L);
    }
}
