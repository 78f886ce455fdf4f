package io.lockstep.client.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchdogTest {

    @Test
    void aLaterProcessWithTheSameIdIsLeftAlone() throws Exception {
        Process meant = new ProcessBuilder("sleep", "1000").start();
        Process other = new ProcessBuilder("sleep", "1000").start();
        try (Watchdog watchdog = Watchdog.start(System.getenv("PATH"))) {
            List<String> targets =
                    List.of(other.pid() + ":1", "-" + other.pid() + ":1", Background.identity(meant.pid()));
            watchdog.set(Duration.ofMillis(1), Duration.ZERO, ChildProcess.newMark(), targets);
            assertThat(meant.waitFor()).isEqualTo(128 + 15);
            assertThat(other.isAlive()).isTrue();
        } finally {
            meant.destroyForcibly();
            other.destroyForcibly();
        }
    }
}
