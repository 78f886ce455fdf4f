package io.lockstep.client.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.client.api.LockClientSettings;
import io.lockstep.simulation.live.LiveCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks with a lease of their own, through the library. */
@Timeout(60)
class LeasedLocksTest {

    private static final Duration LEASE = Duration.ofMinutes(1);

    private final LiveCluster cluster = new LiveCluster("cluster", 3, 1);
    private LeasedLocks locks;
    private LeasedLocks others;

    @BeforeEach
    void connect() throws InterruptedException {
        LockClientSettings settings = LockClientSettings.of(cluster.addresses());
        locks = LeasedLocks.connect(settings);
        others = LeasedLocks.connect(settings);
    }

    @AfterEach
    void close() {
        locks.close();
        others.close();
        cluster.close();
    }

    @Test
    void severalAreTakenByOneClientAndOutliveIt() throws InterruptedException {
        LeasedLock first = locks.tryLease("a", LEASE).orElseThrow();
        LeasedLock second = locks.tryLease("b", LeasedLocks.LONGEST).orElseThrow();
        assertThat(List.of(first.token(), second.token())).containsExactly(1L, 2L);
        assertThat(first.remaining()).isBetween(LEASE.minusSeconds(30), LEASE);
        assertThat(second.remaining()).isGreaterThan(Duration.ofDays(6));
        locks.close();
        assertThat(others.tryLease("a", LEASE)).isEmpty();
    }

    @Test
    void whoHasTheKeyExtendsAndReleasesIt() throws InterruptedException {
        LeasedLock taken = locks.tryLease("a", LEASE).orElseThrow();
        assertThat(others.of("a", taken.token(), "wrong").release()).isFalse();
        LeasedLock passedOn = others.of("a", taken.token(), taken.key());
        assertThat(passedOn.remaining()).isZero();
        assertThat(passedOn.extend(Duration.ofHours(1))).isTrue();
        assertThat(passedOn.remaining()).isGreaterThan(Duration.ofMinutes(59));
        assertThat(passedOn.release(Duration.ofMinutes(1))).isTrue();
        assertThat(taken.release()).isFalse();
        assertThat(taken.extend(LEASE)).isFalse();
        assertThat(taken.remaining()).isZero();
        assertThat(others.tryLease("a", LEASE)).isEmpty();
    }

    @Test
    void theSameKeyGetsTheSameGrant() throws InterruptedException {
        LeasedLock taken = locks.tryLease("a", LEASE, "my key").orElseThrow();
        LeasedLock again = others.tryLease("a", LEASE, "my key").orElseThrow();
        assertThat(again.token()).isEqualTo(taken.token());
        assertThat(taken.toString()).doesNotContain("my key");
    }

    @Test
    void aBadRequestIsRefusedWithItsCode() {
        assertThatThrownBy(() -> locks.tryLease("a", Duration.ofMillis(1)))
                .isInstanceOfSatisfying(
                        LeaseRefusedException.class, e -> assertThat(e.code()).isEqualTo("BAD_ARGS"));
    }
}
