package io.lockstep.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/torture leases}. */
class LeasesTest {

    private static final int SESSIONS = 10;
    private static final int SECONDS = 3;

    /** One second after the lease, and the time for the grant on a busy machine. */
    private static final double AFTER_MILLIS_MAX = 1_000 + 1_000 + 500;

    @Test
    void noLeaseEndsEarlyAndEachEndsSoonAfterTheLastRenewal() throws Exception {
        Leases.Outcome outcome = new Leases().run(SESSIONS, SECONDS);
        System.out.println(outcome);
        assertThat(outcome.early()).isZero();
        assertThat(outcome.renewals()).isGreaterThan(SESSIONS);
        assertThat(outcome.notAfter().p50()).isLessThan(AFTER_MILLIS_MAX);
    }
}
