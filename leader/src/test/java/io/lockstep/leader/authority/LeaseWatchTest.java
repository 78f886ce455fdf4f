package io.lockstep.leader.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.lock.ServerIncarnation;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseWatchTest {

    private static final long SESSION = 7;
    private static final long TTL_MILLIS = 10_000;
    private static final ServerIncarnation HOME = new ServerIncarnation(2, 99);

    private final LeaseWatch watch = new LeaseWatch();

    private static long at(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis) + 12_345;
    }

    @Test
    void aLeaseIsDueOneTtlAfterItWasLastHeardOfAndNotBefore() {
        watch.start(SESSION, TTL_MILLIS, null, at(0));
        watch.heard(SESSION, at(4_000));

        assertThat(watch.due(at(13_999))).isEmpty();
        assertThat(watch.due(at(14_000))).containsExactly(SESSION);
    }

    @Test
    void olderNewsDoesNotShortenALease() {
        watch.start(SESSION, TTL_MILLIS, null, at(5_000));
        watch.heard(SESSION, at(1_000));

        assertThat(watch.due(at(14_999))).isEmpty();
    }

    @Test
    void aSessionThatLivesByItsSocketIsAliveWhileItsServerReports() {
        watch.start(SESSION, TTL_MILLIS, HOME, at(0));
        watch.homeHeard(HOME, at(9_000));

        assertThat(watch.due(at(18_999))).isEmpty();
        assertThat(watch.due(at(19_000))).containsExactly(SESSION);
    }

    @Test
    void aRestartedServerDoesNotKeepTheSocketsOfItsFormerRunAlive() {
        watch.start(SESSION, TTL_MILLIS, HOME, at(0));
        watch.homeHeard(new ServerIncarnation(2, 100), at(9_000));

        assertThat(watch.due(at(10_000))).containsExactly(SESSION);
    }

    @Test
    void onceExpiryHasBegunNoRenewalCounts() {
        watch.start(SESSION, TTL_MILLIS, null, at(0));
        watch.markExpiring(SESSION);

        watch.heard(SESSION, at(9_999));

        assertThat(watch.renewable(SESSION)).isFalse();
        assertThat(watch.due(SESSION, at(60_000))).isFalse();
    }

    @Test
    void aSessionHeardOfWhileLeadershipWasConfirmedIsNotDueAnyMore() {
        watch.start(SESSION, TTL_MILLIS, null, at(0));
        assertThat(watch.due(at(10_000))).containsExactly(SESSION);

        watch.heard(SESSION, at(10_001));

        assertThat(watch.due(SESSION, at(10_002))).isFalse();
        assertThat(watch.due(at(19_999))).isEmpty();
        assertThat(watch.due(at(20_201))).containsExactly(SESSION);
    }

    @Test
    void aStallGivesEverySessionAFullTtl() {
        watch.start(SESSION, TTL_MILLIS, null, at(0));
        watch.extendAll(at(30_000));

        assertThat(watch.due(at(39_999))).isEmpty();
        assertThat(watch.due(at(40_000))).containsExactly(SESSION);
    }

    @Test
    void aSessionTakenUpAgainHasANewLease() {
        watch.start(SESSION, TTL_MILLIS, HOME, at(0));
        watch.start(SESSION, TTL_MILLIS, null, at(8_000));

        assertThat(watch.due(at(17_999))).isEmpty();
        assertThat(watch.due(at(18_000))).containsExactly(SESSION);
    }

    @Test
    void aSessionThatEndedIsForgotten() {
        watch.start(SESSION, TTL_MILLIS, null, at(0));
        watch.forget(SESSION);

        assertThat(watch.due(at(60_000))).isEmpty();
        assertThat(watch.renewable(SESSION)).isFalse();
    }
}
