package io.lockstep.endtoend.size;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/million}. */
class ManyLocksTest {

    private static final int LOCKS = 40_000;

    @Test
    void noneIsLostWhenAServerIsWipedAndWhenAllAreKilled() throws Exception {
        ManyLocks.Outcome outcome = new ManyLocks(LOCKS, "256m").run();
        assertThat(outcome.locksAfterJoin()).isEqualTo(LOCKS);
        assertThat(outcome.locksAfterRestart()).isGreaterThanOrEqualTo(LOCKS);
        assertThat(outcome.probes()).isPositive();
    }
}
