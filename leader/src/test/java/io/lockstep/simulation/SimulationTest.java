package io.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.simulation.check.Coverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Many runs, each with its own mix of faults and clients; {@code scripts/simulate --seeds} makes more of them. */
class SimulationTest {

    /** How many seeds the build runs. */
    private static final int SEEDS = 2_000;

    private static final int FAILURES_SHOWN_MAX = 10;

    /** What must have happened in all these runs, lest a promise be kept because nobody put it to the test. */
    private static final List<String> MUST_HAPPEN = List.of(
            "LOCK: OK",
            "LOCK: HELD",
            "LOCK: ALREADY",
            "LOCK: BUSY",
            "LOCK: STALE_REQUEST",
            "LOCK: NO_LEADER",
            "LOCK: OUTCOME_UNKNOWN",
            "LOCK: no answer",
            "RELEASE: OK",
            "RELEASE: NOT_HELD",
            "RELEASE: NOT_OWNER",
            "RELEASE: STALE_TOKEN",
            "RELEASE: OUTCOME_UNKNOWN",
            "STATUS: OK",
            "STATUS: BEHIND",
            "STATUS sync: OK",
            "STATUS sync: NO_LEADER",
            "LIST: OK",
            "PING: OK",
            "WHOAMI: OK",
            "QUIT: OK",
            "HELLO: OK",
            "HELLO: SESSION_EXPIRED",
            "log: ResumeSession",
            "log: CloseSession",
            "log: ExpireSession",
            "server: leads",
            "server: snapshot taken",
            "server: snapshot loaded",
            "fault: crash",
            "fault: told to stop",
            "fault: stall",
            "fault: partition",
            "fault: one way blocked",
            "fault: link broken",
            "fault: slow log",
            "fault: connection of a client broken",
            "fault: client held up");

    @Test
    void whateverGoesWrongEveryPromiseIsKept() {
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
        MustHappen.RARELY.forEach(coverage::expect);
        assertThat(coverage.below(1)).as("what never occurred, of %s", coverage).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        for (long seed = 0; seed < 10; seed++) {
            SimulationResult first = Simulation.run(seed);
            SimulationResult second = Simulation.run(seed);

            assertThat(second.traceHash()).isEqualTo(first.traceHash());
            assertThat(second.events()).isEqualTo(first.events()).isPositive();
        }
        assertThat(Simulation.run(1).traceHash()).isNotEqualTo(Simulation.run(2).traceHash());
    }
}
