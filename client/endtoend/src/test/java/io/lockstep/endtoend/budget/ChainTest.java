package io.lockstep.endtoend.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.endtoend.trace.Strace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As many hand-overs are counted as there are, in a program of which that is known. */
class ChainTest {

    private static final int LINES = 20;

    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void theHandOversOfARelayAreCounted(int threads) throws Exception {
        String obstacle = Strace.obstacle();
        // A build machine must be able to trace, so that the test cannot be skipped there.
        if (System.getenv("CI") != null) {
            assertThat(obstacle).isEmpty();
        }
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Relay.class.getName(),
                Integer.toString(threads));
        try (RunningProcess relay = RunningProcess.start("relay", Path.of("").toAbsolutePath(), Map.of(), command)) {
            String port = relay.await("its port", line -> line.startsWith("PORT "));
            try (MeasuredCluster servers = new MeasuredCluster(Map.of("relay", relay.pid()))) {
                LockTrace trace = LockTrace.of(servers, Integer.parseInt(port.substring(port.indexOf(' ') + 1)), LINES);
                Ways ways = trace.ways();
                assertThat(ways.handOvers()).isEqualTo(Relay.handOvers(threads));
                assertThat(ways.seen()).isGreaterThan(LINES / 2);
                // The answer wakes the client. The loop may have to wait for the monitor of the selector, too.
                assertThat(trace.calls().wakeUps()).isBetween(Relay.handOvers(threads), Relay.handOvers(threads) + 1);
            }
        }
    }
}
