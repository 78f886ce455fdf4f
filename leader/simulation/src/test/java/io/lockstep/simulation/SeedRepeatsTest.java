package io.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * A seed gives the same run in every process. The JDK's unmodifiable sets and maps are in another order in each
 * process, and so is whatever is ordered by identity: a run that depends on one of them cannot be repeated.
 */
class SeedRepeatsTest {

    private static final int FROM = 400;
    private static final int SEEDS = 50;

    @Test
    void inAnotherProcess() throws Exception {
        long traces = LongStream.range(FROM, FROM + SEEDS)
                .map(seed -> Simulation.run(seed).traceHash())
                .sum();

        assertThat(simulatedElsewhere()).contains(", trace " + Long.toHexString(traces) + ":");
    }

    private static String simulatedElsewhere() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        "io.lockstep.simulation.Simulate",
                        "--seeds",
                        Integer.toString(SEEDS),
                        "--from",
                        Integer.toString(FROM))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
