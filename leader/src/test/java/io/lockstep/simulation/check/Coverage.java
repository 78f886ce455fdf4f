package io.lockstep.simulation.check;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each kind of thing occurred, in one run or in many. What is expected and never occurred counts as zero, and so
 * can be found. Belongs to one thread.
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

    /** The kinds that occurred fewer times than this, in order, with how often they did. */
    public Map<String, Long> below(long least) {
        Map<String, Long> below = new TreeMap<>(times);
        below.values().removeIf(count -> count >= least);
        return below;
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
