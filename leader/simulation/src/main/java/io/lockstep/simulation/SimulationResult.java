package io.lockstep.simulation;

import io.lockstep.simulation.check.Coverage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run.
 *
 * @param traceHash equal for equal runs
 * @param coverage how often each kind of event occurred, and how often each check judged something
 * @param breaches the broken promises, in words; empty if there are none
 * @param ending the last lines of the trace
 * @param thrown the exception that a node threw; null if none did
 */
public record SimulationResult(
        long seed,
        long traceHash,
        long events,
        Coverage coverage,
        List<String> breaches,
        String ending,
        @Nullable Throwable thrown) {

    private static final int BREACHES_SHOWN_MAX = 5;

    /** Returns whether nothing failed. */
    public boolean isGood() {
        return breaches.isEmpty();
    }

    /** Returns the same result without the parts that take much memory. */
    SimulationResult withoutEnding() {
        return new SimulationResult(seed, traceHash, events, coverage, breaches, "", thrown);
    }

    /** Returns a report: what failed, and how to run the seed again. */
    public String report() {
        StringBuilder text = new StringBuilder("seed " + seed + ": " + breaches.size() + " breaches\n");
        breaches.stream()
                .limit(BREACHES_SHOWN_MAX)
                .forEach(breach -> text.append("  ").append(breach).append('\n'));
        return text.append("run it again with a full trace: scripts/simulate -v ")
                .append(seed)
                .toString();
    }
}
