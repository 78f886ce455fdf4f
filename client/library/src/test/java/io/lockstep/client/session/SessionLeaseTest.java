package io.lockstep.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.session.SessionLease.Phase;
import io.lockstep.common.net.HostPort;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The deadline that a holder keeps for itself, on a clock of the test's own: a lease of 10 s, relied on for 8 s. */
class SessionLeaseTest {

    private static final long SECOND = 1_000_000_000;

    /** Near the end of the range, as {@link System#nanoTime} may be. */
    private static final long BEGAN = Math.subtractExact(Long.MAX_VALUE, SECOND);

    private static final Duration SAFE = SessionSettings.fresh(
                    List.of(HostPort.parseServer("127.0.0.1:9000")), Duration.ofSeconds(10), Duration.ofSeconds(5))
            .safe(Duration.ofSeconds(10));

    private final SessionLease lease = new SessionLease();

    @Test
    void itIsReliedOnForLessThanTheGrantedLease() {
        lease.begin(SAFE, BEGAN);
        assertThat(lease.leftNanos(BEGAN)).isEqualTo(8 * SECOND);
        assertThat(lease.phase(BEGAN + 6 * SECOND - 1)).isEqualTo(Phase.FRESH);
        assertThat(lease.phase(BEGAN + 6 * SECOND)).isEqualTo(Phase.DOUBTFUL);
        assertThat(lease.phase(BEGAN + 8 * SECOND - 1)).isEqualTo(Phase.DOUBTFUL);
        assertThat(lease.phase(BEGAN + 8 * SECOND)).isEqualTo(Phase.OVERDUE);
        assertThat(lease.phase(BEGAN + 100 * SECOND)).isEqualTo(Phase.OVERDUE);
    }

    @Test
    void aRenewalCountsFromItsSendTime() {
        lease.begin(SAFE, BEGAN);
        // The process paused for 20 s with the answer in its socket.
        lease.confirmed(BEGAN + SECOND);
        assertThat(lease.leftNanos(BEGAN + 21 * SECOND)).isNegative();
        assertThat(lease.phase(BEGAN + 21 * SECOND)).isEqualTo(Phase.OVERDUE);
    }

    @Test
    void anOlderRenewalChangesNothing() {
        lease.begin(SAFE, BEGAN);
        lease.confirmed(BEGAN + 3 * SECOND);
        lease.confirmed(BEGAN + 2 * SECOND);
        assertThat(lease.leftNanos(BEGAN + 3 * SECOND)).isEqualTo(8 * SECOND);
    }

    @Test
    void theNextCheckIsWhenThePhaseChanges() {
        lease.begin(SAFE, BEGAN);
        assertThat(lease.untilNextNanos(BEGAN)).isEqualTo(6 * SECOND);
        assertThat(lease.untilNextNanos(BEGAN + 7 * SECOND)).isEqualTo(SECOND);
        assertThat(lease.untilNextNanos(BEGAN + 9 * SECOND)).isEqualTo(Long.MAX_VALUE);
    }
}
