package io.lockstep.simulation.check;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each kind of event occurred, in one run or many. A kind that is expected and never occurs has the count
 * zero. Not thread-safe.
 */
public final class Coverage {

    private final Map<String, Long> times = new TreeMap<>();

    /** Counts one event of this kind. */
    public void met(String kind) {
        met(kind, 1);
    }

    /** Counts several events of this kind. Zero has the effect of {@link #expect}. */
    public void met(String kind, long count) {
        times.merge(kind, count, Long::sum);
    }

    /** Expects events of this kind. */
    public void expect(String kind) {
        met(kind, 0);
    }

    /** Adds the counts and expectations of another run. */
    public void add(Coverage other) {
        other.times.forEach(this::met);
    }

    /** Returns how often this kind occurred. */
    public long of(String kind) {
        return times.getOrDefault(kind, 0L);
    }

    /** Returns the counts of all kinds that occurred or are expected, in order. */
    public Map<String, Long> times() {
        return Collections.unmodifiableMap(times);
    }

    @Override
    public String toString() {
        return times.toString();
    }
}
