package io.lockstep.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.live.Fault;
import io.lockstep.simulation.live.LiveCluster;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Taking locks, and what a refusal reports. */
@Timeout(60)
class LockClientTest extends LockClientCase {
    @Test
    void aLockIsTakenAndReleased() throws InterruptedException {
        try (HeldLock lock = client.tryAcquire("Lock 1").orElseThrow()) {
            assertThat(lock.token()).isEqualTo(cluster.token("Lock 1"));
            assertThat(lock.name()).isEqualTo("Lock 1");
            assertThat(lock.isValid()).isTrue();
            assertThat(lock.remaining()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
            assertThat(cluster.owner("Lock 1")).isEqualTo(client.clientId());
        }
        assertThat(cluster.owner("Lock 1")).isZero();
        assertThat(cluster.linesSoFar("HELLO")).containsExactly("HELLO 1 ttl=5000ms client=\"report@db1[7] nightly\"");
    }

    @Test
    void lesson14ARefusalDescribesTheHolder() throws InterruptedException {
        cluster.holdElsewhere("a", "backup@db2[9]");
        assertThat(client.tryAcquire("a")).isEmpty();
        AcquireResult result = client.attempt(LockRequest.of("a"));
        assertThat(result).isInstanceOf(AcquireResult.Refused.class);
        Refusal refusal = ((AcquireResult.Refused) result).refusal();
        assertThat(refusal.code()).isEqualTo("HELD");
        assertThat(refusal.name()).isEqualTo("a");
        Holder holder = refusal.holder().orElseThrow();
        assertThat(holder.clientId()).isEqualTo(cluster.owner("a"));
        assertThat(holder.label()).isEqualTo("backup@db2[9]");
        assertThat(holder.address()).matches("127\\.0\\.0\\.1:\\d+");
        assertThat(holder.token()).isEqualTo(cluster.token("a"));
        assertThat(holder.held()).isLessThan(LONG);
        assertThat(holder.lease().orElseThrow()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        assertThat(refusal)
                .asString()
                .contains("held by client " + holder.clientId() + " backup@db2[9] at " + holder.address());
        assertThatThrownBy(() -> client.acquire(LockRequest.of("a")))
                .isInstanceOfSatisfying(
                        LockNotAcquiredException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo("HELD"));
    }

    @Test
    void aWaitEndsWithTheGrant() throws Exception {
        cluster.holdElsewhere("a");
        CompletableFuture<HeldLock> lock =
                client.acquireAsync(LockRequest.of("a").waiting(LONG));
        cluster.awaitWaiting("a", 1);
        assertThat(lock).isNotDone();
        cluster.free("a");
        assertThat(lock.get().isValid()).isTrue();
    }

    @Test
    void aWaitThatTimesOutNamesTheHolder() {
        cluster.holdElsewhere("a");
        assertThatThrownBy(() -> client.acquire("a", Duration.ofMillis(200)))
                .isInstanceOfSatisfying(LockNotAcquiredException.class, e -> {
                    assertThat(e.refusal().code()).isEqualTo("TIMEOUT");
                    assertThat(e.refusal().holder()).isPresent();
                });
        assertThat(cluster.waiting("a")).isZero();
    }

    @Test
    void aSecondLockOfAClientFailsAndNamesTheSetting() throws InterruptedException {
        client.acquire("a");
        assertThatThrownBy(() -> client.acquire("b"))
                .isInstanceOfSatisfying(
                        LockLimitException.class, e -> assertThat(e.limit()).isEqualTo(1))
                .hasMessageContaining("already has \"a\"")
                .hasMessageContaining("one lock per client")
                .hasMessageContaining("--locks-per-client");
        assertThatThrownBy(() -> client.tryAcquire("a")).isInstanceOf(LockLimitException.class);
    }

    @Test
    void theOptionsOfARequestReachTheServer() throws InterruptedException {
        try (LiveCluster unlimited = new LiveCluster("two", 1, 0);
                LockClient many = LockClient.connect(unlimited.addresses())) {
            HeldLock two = many.acquire(LockRequest.of("a", "b c"));
            assertThat(two.names()).containsExactly("a", "b c");
            assertThat(unlimited.owner("b c")).isEqualTo(many.clientId());
            two.close();
            assertThat(unlimited.owner("a") + unlimited.owner("b c")).isZero();
            many.acquire(LockRequest.of("s").shared().delay(Duration.ofSeconds(5)));
            many.acquire(LockRequest.of("p").permits(3).waiting(Duration.ofMillis(1_500)));
            assertThat(unlimited.linesSoFar("LOCK"))
                    .containsExactly(
                            "LOCK a \"b c\" req=1",
                            "LOCK s mode=shared delay=5s req=3",
                            "LOCK p permits=3 wait=1500ms req=4");
            assertThat(unlimited.linesSoFar("RELEASE"))
                    .containsExactly("RELEASE a \"b c\" token=" + two.token() + " req=2");
        }
    }

    @Test
    void sharedLocksAreHeldTogether() throws InterruptedException {
        try (LockClient other = LockClient.connect(cluster.addresses())) {
            HeldLock one = client.acquire(LockRequest.of("a").shared());
            HeldLock two = other.acquire(LockRequest.of("a").shared());
            assertThat(one.isValid() && two.isValid()).isTrue();
            assertThat(cluster.holders("a")).isEqualTo(2);
        }
    }

    @Test
    void invalidNamesAreIllegalArguments() {
        assertThatThrownBy(() -> LockRequest.of("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LockRequest.of("a\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LockRequest.of("a", "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LockRequest.of("half \ud83d")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LockRequest.of("x".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.acquire(LockRequest.of("a").delay(Duration.ofHours(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("delay");
    }

    @Test
    void aLockWithoutAnAnswerIsTakenOnce() throws InterruptedException {
        cluster.next(Verb.LOCK, Fault.CLOSE_AFTER);
        HeldLock lock = client.acquire("a");
        assertThat(lock.token()).isEqualTo(cluster.token("a"));
        assertThat(lock.isValid()).isTrue();
        assertThat(cluster.linesSoFar("LOCK")).hasSize(2).containsOnly("LOCK a wait=24h req=1");
    }

    @Test
    void aLockThatWasNotTakenIsNotReportedUnknown() {
        cluster.always(Verb.LOCK, Fault.NO_LEADER);
        assertThatThrownBy(() -> client.tryAcquire("a"))
                .isInstanceOf(LockServiceUnavailableException.class)
                .hasMessageContaining("nothing was done");
        cluster.close();
        assertThatThrownBy(() -> client.tryAcquire("a")).isInstanceOf(LockServiceUnavailableException.class);
    }

    @Test
    void withoutAServerConnectingFails() {
        String nowhere = cluster.addresses();
        cluster.close();
        assertThatThrownBy(
                        () -> LockClient.connect(LockClientSettings.of(nowhere).withTimeout(Duration.ofMillis(300))))
                .isInstanceOf(LockServiceUnavailableException.class)
                .hasMessageContaining("connection refused");
    }
}
