package io.lockstep.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** One line is one event, whatever is in it. */
class LogFormatTest {

    private static final Instant TIME = Instant.parse("2026-11-27T09:30:12.045678Z");

    @Test
    void textIsForPeople() {
        assertThat(LogFormat.TEXT.line(TIME, Level.INFO, "io.lockstep.follower.node.Node", "server 1 leads", null))
                .isEqualTo("2026-11-27T09:30:12.045Z INFO Node - server 1 leads\n");
    }

    @Test
    void jsonIsOneObjectALine() {
        String line = LogFormat.JSON.line(
                TIME, Level.ERROR, "a.B", "a \"label\"\nof two lines \u001b[31m", new IllegalStateException("bug"));
        assertThat(line)
                .startsWith("{\"time\":\"2026-11-27T09:30:12.045Z\",\"level\":\"ERROR\",\"logger\":\"a.B\","
                        + "\"message\":\"a \\\"label\\\"\\u000aof two lines \\u001b[31m\","
                        + "\"error\":\"java.lang.IllegalStateException: bug\\u000a")
                .endsWith("\"}\n");
        assertThat(line.lines()).hasSize(1);
    }
}
