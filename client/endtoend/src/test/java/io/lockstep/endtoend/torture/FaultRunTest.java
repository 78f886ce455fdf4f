package io.lockstep.endtoend.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.RunningProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/torture}: a few kinds of faults, on three servers, through wire and library. */
class FaultRunTest {

    private static final List<String> KINDS =
            List.of("power-loss-all", "cut-leader", "cut-in", "failing-fsync", "delay");

    @Test
    void underFaultsOfNetworkAndDiskEveryLockBehavesAsOneCorrectLock() throws Exception {
        String obstacle = Isolation.obstacle();
        // A build machine must have what it takes, so that the test cannot be skipped there.
        if (System.getenv("CI") != null) {
            assertThat(obstacle).isEmpty();
        }
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);

        List<String> command = FaultProgram.isolatedCommand(List.of(
                "--seconds=30",
                "--clients=4",
                "--floor=25",
                "--library",
                "--verbose",
                "--faults=" + String.join(",", KINDS),
                "--kept=" + Path.of("target", "torture-short").toAbsolutePath()));
        try (RunningProcess torture = RunningProcess.start("torture", Path.of("."), Map.of(), command)) {
            int status = torture.awaitExit();
            System.out.println(torture.text());
            assertThat(status)
                    .as("exit status; it printed:%n%s", torture.text())
                    .isZero();
            assertThat(torture.text()).contains("sound").doesNotContain("left out");
            assertThat(KINDS.stream().filter(torture.text()::contains).count()).isGreaterThanOrEqualTo(3);
        }
    }
}
