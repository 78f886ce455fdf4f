package io.lockstep.simulation.check;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each kind of thing occurred, in one run or in many. A kind that is expected and never occurs is there with zero.
 * Belongs to one thread.
 */
public final class Coverage {

    private final Map<String, Long> times = new TreeMap<>();

    /** Something of this kind occurred. */
    public void met(String kind) {
        met(kind, 1);
    }

    /** Something of this kind occurred so many times; zero is as good as {@link #expect}. */
    public void met(String kind, long count) {
        times.merge(kind, count, Long::sum);
    }

    /** Something of this kind should occur. */
    public void expect(String kind) {
        met(kind, 0);
    }

    /** Adds all that another run met or expects. */
    public void add(Coverage other) {
        other.times.forEach(this::met);
    }

    /** How often this kind occurred. */
    public long of(String kind) {
        return times.getOrDefault(kind, 0L);
    }

    /** Every kind that occurred or is expected, in order. */
    public Map<String, Long> times() {
        return Collections.unmodifiableMap(times);
    }

    @Override
    public String toString() {
        return times.toString();
    }
}
