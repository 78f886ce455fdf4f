package io.lockstep.client.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A report keeps its lines; a value of a server that holds a line end makes no further line. */
class OutputTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final Output output = new Output(out, out, Output.Format.TEXT, Style.PLAIN, false);

    @Test
    void aReportHasManyLines() {
        output.report("one\n  two\u001b[2J", "{}");

        assertThat(lines()).hasSize(2).startsWith("one");
        assertThat(lines()[1]).startsWith("  two").doesNotContain("\u001b");
    }

    @Test
    void dataIsOneLine() {
        output.data("one\ntwo", "{}");

        assertThat(lines()).hasSize(1);
    }

    private String[] lines() {
        return written.toString(StandardCharsets.UTF_8).split("\n");
    }
}
