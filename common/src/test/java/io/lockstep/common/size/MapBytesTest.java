package io.lockstep.common.size;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The estimates of {@link MapBytes}, and what things take, against the heap of a process of its own, which holds
 * nothing of other tests.
 */
final class MapBytesTest {

    private static final Pattern LINE = Pattern.compile("(.+): heap (\\d+), estimate (\\d+)");

    /** A collection may miss a little. */
    private static final double LESS = 0.98;

    /**
     * The most that each may take, a few hundredths above what it takes: memory that grows again is found here. The
     * estimates stay as they are, since all servers of a cluster must refuse alike.
     */
    private static final Map<String, Integer> HEAP_MAX = Map.of(
            "held locks, names of 8 bytes", 16 * 165,
            "held locks, names of 255 bytes", 16 * 430,
            "an idle session", 620,
            "a session after 128 requests", 1_060,
            "a session that shares a lock", 1_000,
            "a session that waits for a lock", 1_030,
            "a lock held by a grant with its own lease", 740);

    @Test
    void anEstimateIsNoLessThanTheHeap() throws Exception {
        String measured = measuredElsewhere();

        Matcher line = LINE.matcher(measured);
        int lines = 0;
        while (line.find()) {
            double heap = Double.parseDouble(line.group(2));
            assertThat(Double.parseDouble(line.group(3))).as(line.group()).isGreaterThan(heap * LESS);
            assertThat(heap).as(line.group()).isLessThanOrEqualTo(HEAP_MAX.get(line.group(1)));
            lines++;
        }
        assertThat(lines).as(measured).isEqualTo(HEAP_MAX.size());
    }

    private static String measuredElsewhere() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MapBytesMeasurement.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
