package io.lockstep.follower.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.program.LogOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server's own log: nobody waits for it, and what it drops is told. */
@Timeout(20)
final class LogOutputTest {

    private static final Pattern DROPPED = Pattern.compile("(\\d+) lines of the log were dropped");

    private static final int LONG = 10_000;

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    private static PrintStream lines(LogOutput output) {
        return new PrintStream(output, false, StandardCharsets.UTF_8);
    }

    private String taken() {
        return taken.toString(StandardCharsets.UTF_8);
    }

    @Test
    void linesComeOutInTheirOrder() {
        LogOutput output = new LogOutput(taken, 1_000, 100);
        PrintStream lines = lines(output);
        lines.println("2026-11-27 INFO first");
        lines.println("second, with ü");
        assertThat(output.awaitWritten(LONG)).isTrue();
        assertThat(taken().lines()).containsExactly("2026-11-27 INFO first", "second, with ü");
    }

    /** As a pipe that nobody reads. */
    @Test
    void aTargetThatHangsHoldsNobodyUp() {
        CountDownLatch reads = new CountDownLatch(1);
        LogOutput output = new LogOutput(
                new OutputStream() {
                    @Override
                    public void write(int single) {
                        try {
                            reads.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        taken.write(single);
                    }
                },
                1_000,
                1_000_000);
        PrintStream lines = lines(output);
        for (int i = 0; i < 10_000; i++) {
            lines.println("2026-11-27 INFO line " + i);
        }
        assertThat(output.awaitWritten(1)).isFalse();
        reads.countDown();
        assertThat(output.awaitWritten(LONG)).isTrue();
        int kept =
                (int) taken().lines().filter(line -> line.contains("INFO line")).count();
        assertThat(kept).isBetween(10, 100);
        int dropped = DROPPED.matcher(taken())
                .results()
                .mapToInt(notice -> Integer.parseInt(notice.group(1)))
                .sum();
        assertThat(dropped).isEqualTo(10_000 - kept);
    }

    /** As a disk that is full for a while. */
    @Test
    void aTargetThatFailsLosesLinesAndTellsHowMany() {
        boolean[] full = {true};
        LogOutput output = new LogOutput(
                new OutputStream() {
                    @Override
                    public void write(int single) throws IOException {
                        if (full[0]) {
                            throw new IOException("No space left on device");
                        }
                        taken.write(single);
                    }
                },
                1_000,
                100);
        PrintStream lines = lines(output);
        lines.println("2026-11-27 INFO lost");
        assertThat(output.awaitWritten(LONG)).isTrue();
        synchronized (output) {
            full[0] = false;
        }
        lines.println("2026-11-27 INFO there is room again");
        assertThat(output.awaitWritten(LONG)).isTrue();
        assertThat(taken()).contains("1 lines of the log were dropped").contains("there is room again");
        assertThat(taken()).doesNotContain("INFO lost");
    }

    @Test
    void linesThatComeTooFastAreDroppedButNoErrors() {
        LogOutput output = new LogOutput(taken, 1 << 20, 10);
        PrintStream lines = lines(output);
        for (int i = 0; i < 50; i++) {
            lines.println("2026-11-27 INFO line " + i);
        }
        lines.println("2026-11-27 ERROR the reason");
        lines.println("leader: the last words");
        assertThat(output.awaitWritten(LONG)).isTrue();
        assertThat(taken()).contains("INFO line 9").doesNotContain("INFO line 49");
        assertThat(taken())
                .contains("ERROR the reason")
                .contains("the last words")
                .contains("lines of the log were dropped");
    }

    /** As a pipe whose reader has ended. */
    @Test
    void aTargetThatFailsForEverIsTriedOnceForEachLine() {
        AtomicInteger tried = new AtomicInteger();
        LogOutput output = new LogOutput(
                new OutputStream() {
                    @Override
                    public void write(int single) {
                        throw new AssertionError("a single byte");
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        tried.incrementAndGet();
                        throw new IOException("Broken pipe");
                    }
                },
                1_000,
                100);
        PrintStream lines = lines(output);
        for (int i = 1; i <= 20; i++) {
            lines.println("2026-11-27 INFO line " + i);
            assertThat(output.awaitWritten(LONG)).isTrue();
            assertThat(tried.get()).isEqualTo(i);
        }
    }
}
