package io.lockstep.endtoend.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.SharedCluster;
import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/fuzz}. */
class FuzzTest {

    private static final long SEED = 20;
    private static final long LINES = 30_000;
    private static final long FRAMES = 4_000;

    @SharedCluster
    static RealCluster cluster;

    @Test
    void strangeLinesHarmNobody() throws Exception {
        FuzzRun.Result result = new FuzzRun(cluster, 3, 2).lines(LINES, SEED);

        assertThat(result.flaws()).as("seed " + SEED + ": " + result).isEmpty();
        assertThat(result.inputs()).isGreaterThanOrEqualTo(LINES);
        assertThat(result.neighbourCycles()).isPositive();
    }

    @Test
    void strangeFramesHarmNobody() throws Exception {
        FuzzRun.Result result = new FuzzRun(cluster, 3, 2).frames(FRAMES, SEED);

        assertThat(result.flaws()).as("seed " + SEED + ": " + result).isEmpty();
        assertThat(result.inputs()).isGreaterThanOrEqualTo(FRAMES);
        assertThat(result.neighbourCycles()).isPositive();
    }
}
