package io.lockstep.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/torture pauses}. */
class PausedHoldersTest {

    private static final int HOLDERS = 3;
    private static final int PAUSES_EACH = 2;

    @Test
    void aPausedHolderCannotWriteAfterItsLease() throws Exception {
        PausedHolders.Outcome outcome = new PausedHolders().run(HOLDERS, PAUSES_EACH, 1);
        System.out.println(outcome);
        assertThat(outcome.staleAccepted()).isZero();
        // Each holder must have tried at least once; otherwise its pause proves nothing.
        assertThat(outcome.staleRejected()).isGreaterThanOrEqualTo(HOLDERS * PAUSES_EACH);
        assertThat(outcome.early()).isZero();
    }
}
