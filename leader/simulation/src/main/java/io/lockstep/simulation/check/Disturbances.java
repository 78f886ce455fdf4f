package io.lockstep.simulation.check;

import java.util.ArrayList;
import java.util.List;

/** The times at which something was wrong. */
public final class Disturbances {

    private record Period(long fromMicros, long toMicros) {}

    private final List<Period> periods = new ArrayList<>();

    /** Records that something was wrong from one moment to another. */
    public void add(long fromMicros, long toMicros) {
        periods.add(new Period(fromMicros, toMicros));
    }

    /** Returns whether nothing was wrong between these two moments, both included. */
    public boolean isCalm(long fromMicros, long toMicros) {
        for (Period period : periods) {
            if (period.fromMicros <= toMicros && period.toMicros >= fromMicros) {
                return false;
            }
        }
        return true;
    }
}
