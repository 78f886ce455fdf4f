package io.lockstep.common.size;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The estimates of {@link MapBytes} against the heap of a process of its own, which holds nothing of other tests. */
final class MapBytesTest {

    private static final Pattern LINE = Pattern.compile("(.+): heap (\\d+), estimate (\\d+)");

    /** A collection may miss a little. */
    private static final double LESS = 0.98;

    private static final double MORE = 1.35;

    @Test
    void anEstimateIsNoLessThanTheHeapAndNotMuchMore() throws Exception {
        String measured = measuredElsewhere();

        Matcher line = LINE.matcher(measured);
        int lines = 0;
        while (line.find()) {
            double heap = Double.parseDouble(line.group(2));
            assertThat(Double.parseDouble(line.group(3))).as(line.group()).isBetween(heap * LESS, heap * MORE);
            lines++;
        }
        assertThat(lines).as(measured).isEqualTo(7);
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
