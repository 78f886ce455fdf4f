package io.lockstep.leader.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.ServerIncarnation;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseTableTest {

    private static final long SESSION = 7;
    private static final long TTL_MILLIS = 10_000;
    private static final ServerIncarnation HOME = new ServerIncarnation(2, 99);

    private final LeaseTable watch = new LeaseTable();

    private static long at(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis) + 12_345;
    }

    /** When a lease that ran out at this time is due. */
    private static long dueAt(long millis) {
        return at(millis + LeaseTable.REPORT_DELAY_MILLIS_MAX);
    }

    @Test
    void aRenewalReportedLateButInTimeCounts() {
        watch.start(SESSION, TTL_MILLIS, null, at(0));

        assertThat(watch.due(at(10_400))).isEmpty();
        watch.renewed(SESSION, at(9_990));
        assertThat(watch.due(dueAt(19_989))).isEmpty();
        assertThat(watch.due(dueAt(19_990))).containsExactly(SESSION);
    }

    @Test
    void aLeaseIsDueOneTtlAfterItsLastRenewal() {
        watch.start(SESSION, TTL_MILLIS, null, at(0));
        watch.renewed(SESSION, at(4_000));

        assertThat(watch.due(dueAt(13_999))).isEmpty();
        assertThat(watch.due(dueAt(14_000))).containsExactly(SESSION);
    }

    @Test
    void anOlderReportDoesNotShortenALease() {
        watch.start(SESSION, TTL_MILLIS, null, at(5_000));
        watch.renewed(SESSION, at(1_000));

        assertThat(watch.due(dueAt(14_999))).isEmpty();
    }

    @Test
    void reportsOfAServerRenewTheSessionsOfItsSockets() {
        watch.start(SESSION, TTL_MILLIS, HOME, at(0));
        watch.serverReported(HOME, at(9_000));

        assertThat(watch.due(dueAt(18_999))).isEmpty();
        assertThat(watch.due(dueAt(19_000))).containsExactly(SESSION);
    }

    @Test
    void reportsOfARestartedServerDoNotRenewOldSockets() {
        watch.start(SESSION, TTL_MILLIS, HOME, at(0));
        watch.serverReported(new ServerIncarnation(2, 100), at(9_000));

        assertThat(watch.due(dueAt(10_000))).containsExactly(SESSION);
    }

    @Test
    void noRenewalCountsOnceExpiryHasStarted() {
        watch.start(SESSION, TTL_MILLIS, null, at(0));
        watch.markExpiring(SESSION);

        watch.renewed(SESSION, at(9_999));

        assertThat(watch.renewable(SESSION)).isFalse();
        assertThat(watch.due(SESSION, dueAt(60_000))).isFalse();
    }

    @Test
    void aRenewalBeforeTheExpiryIsProposedCounts() {
        watch.start(SESSION, TTL_MILLIS, null, at(0));
        assertThat(watch.due(dueAt(10_000))).containsExactly(SESSION);

        watch.renewed(SESSION, at(10_001));

        assertThat(watch.due(SESSION, dueAt(10_002))).isFalse();
        assertThat(watch.due(dueAt(19_999))).isEmpty();
        assertThat(watch.due(dueAt(20_201))).containsExactly(SESSION);
    }

    @Test
    void aStallGivesEverySessionAFullTtl() {
        watch.start(SESSION, TTL_MILLIS, null, at(0));
        watch.extendAll(at(30_000));

        assertThat(watch.due(dueAt(39_999))).isEmpty();
        assertThat(watch.due(dueAt(40_000))).containsExactly(SESSION);
    }

    @Test
    void aResumedSessionHasANewLease() {
        watch.start(SESSION, TTL_MILLIS, HOME, at(0));
        watch.start(SESSION, TTL_MILLIS, null, at(8_000));

        assertThat(watch.due(dueAt(17_999))).isEmpty();
        assertThat(watch.due(dueAt(18_000))).containsExactly(SESSION);
    }

    @Test
    void aSessionThatEndedIsForgotten() {
        watch.start(SESSION, TTL_MILLIS, null, at(0));
        watch.forget(SESSION);

        assertThat(watch.due(dueAt(60_000))).isEmpty();
        assertThat(watch.renewable(SESSION)).isFalse();
    }
}
