package io.lockstep.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/torture loopback}: a recorded history under faults is one of correct locks. */
class TortureTest {

    private static final int SECONDS = 12;
    private static final int CLIENTS = 8;
    private static final int DEFINITE_PER_SECOND_MIN = 50;

    @Test
    void underFaultsEveryLockBehavesAsOneCorrectLock() throws Exception {
        List<Fault> faults = List.of(Fault.KILL_LEADER, Fault.PAUSE_CLIENTS, Fault.STALL_NETWORK, Fault.PAUSE_LEADER);
        TortureRun.Result result =
                new TortureRun(SECONDS, faults, CLIENTS, System.nanoTime() % 1000).run(Path.of("target", "torture"));
        System.out.println(result);
        assertThat(result.isSound()).as("%s", result).isTrue();
        assertThat(result.injected()).hasSizeGreaterThanOrEqualTo(2);
        // A history under less load proves too little.
        assertThat(result.definitePerSecond()).isGreaterThanOrEqualTo(DEFINITE_PER_SECOND_MIN);
    }
}
