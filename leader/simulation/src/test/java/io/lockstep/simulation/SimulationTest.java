package io.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.simulation.check.Coverage;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Many runs, each with its own mix of faults and clients. {@code scripts/simulate --seeds} makes more of them. */
class SimulationTest {

    /** How many seeds the build runs. */
    private static final int SEEDS = 2_000;

    private static final int FAILURES_SHOWN_MAX = 10;

    @Test
    void everyPromiseIsKept() {
        List<SimulationResult> results = LongStream.range(0, SEEDS)
                .parallel()
                .mapToObj(Simulation::run)
                .map(result -> result.isGood() ? result.withoutEnding() : result)
                .collect(Collectors.toList());

        List<SimulationResult> bad =
                results.stream().filter(result -> !result.isGood()).toList();
        assertThat(bad)
                .withFailMessage(() -> bad.size() + " of " + SEEDS + " runs broke a promise\n"
                        + bad.stream()
                                .limit(FAILURES_SHOWN_MAX)
                                .map(SimulationResult::report)
                                .collect(Collectors.joining("\n")))
                .isEmpty();
        Coverage coverage = new Coverage();
        results.forEach(result -> coverage.add(result.coverage()));
        assertThat(MustHappen.missing(coverage, SEEDS))
                .as("what occurred too rarely to prove anything, of %s", coverage)
                .isEmpty();
    }

    @Test
    void aSeedRepeats() {
        for (long seed = 0; seed < 10; seed++) {
            SimulationResult first = Simulation.run(seed);
            SimulationResult second = Simulation.run(seed);

            assertThat(second.traceHash()).isEqualTo(first.traceHash());
            assertThat(second.events()).isEqualTo(first.events()).isPositive();
        }
        assertThat(Simulation.run(1).traceHash()).isNotEqualTo(Simulation.run(2).traceHash());
    }
}
