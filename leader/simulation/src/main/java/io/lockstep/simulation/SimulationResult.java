package io.lockstep.simulation;

import io.lockstep.simulation.check.Coverage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run.
 *
 * @param traceHash equal for equal runs
 * @param coverage how often each kind of thing occurred, and each check judged something
 * @param breaches what went against a promise, in words; empty if all is well
 * @param ending the last that happened
 * @param thrown what a node threw, if one did
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

    public boolean isGood() {
        return breaches.isEmpty();
    }

    /** The same without what takes much memory. */
    SimulationResult withoutEnding() {
        return new SimulationResult(seed, traceHash, events, coverage, breaches, "", thrown);
    }

    /** What is wrong, and how to see it again. */
    public String report() {
        StringBuilder text = new StringBuilder("seed " + seed + ": " + breaches.size() + " breaches\n");
        breaches.stream()
                .limit(BREACHES_SHOWN_MAX)
                .forEach(breach -> text.append("  ").append(breach).append('\n'));
        return text.append("run it again, with all that happens: scripts/simulate -v ")
                .append(seed)
                .toString();
    }
}
