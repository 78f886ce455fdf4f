package io.lockstep.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.client.fake.FakeCluster;
import io.lockstep.client.fake.FakeCluster.Fault;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Taking locks and giving them back, against servers that misbehave. */
@Timeout(60)
class LockClientTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeCluster cluster = new FakeCluster("one", 3);
    private LockClient client;

    @BeforeEach
    void connect() throws InterruptedException {
        client = LockClient.connect(LockClientSettings.of(cluster.addresses())
                .withLabel("report@db1[7] nightly")
                .withTtl(Duration.ofSeconds(5))
                .withTimeout(Duration.ofSeconds(3)));
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void aLockIsTakenAndGivenBack() throws InterruptedException {
        try (HeldLock lock = client.tryAcquire("Lock 1").orElseThrow()) {
            assertThat(lock.token()).isEqualTo(41);
            assertThat(lock.name()).isEqualTo("Lock 1");
            assertThat(lock.isValid()).isTrue();
            assertThat(lock.remaining()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
            assertThat(cluster.owner("Lock 1")).isEqualTo(client.clientId());
        }
        assertThat(cluster.owner("Lock 1")).isZero();
        assertThat(cluster.linesSoFar("HELLO")).containsExactly("HELLO 1 ttl=5000ms client=\"report@db1[7] nightly\"");
    }

    @Test
    void closingAHandleTwiceReleasesOnce() throws InterruptedException {
        HeldLock lock = client.acquire("a");
        lock.close();
        assertThat(lock.isValid()).isFalse();
        HeldLock next = client.acquire("a");
        lock.close();
        lock.release();
        assertThat(next.isValid()).isTrue();
        assertThat(cluster.owner("a")).isEqualTo(client.clientId());
        assertThat(cluster.linesSoFar("RELEASE")).containsExactly("RELEASE a token=41 req=2");
    }

    @Test
    void lesson14ARefusalSaysAllThatIsKnownOfTheHolder() throws InterruptedException {
        cluster.holdElsewhere("a", "backup@db2[9]");
        assertThat(client.tryAcquire("a")).isEmpty();
        AcquireResult result = client.attempt(LockRequest.of("a"));
        assertThat(result).isInstanceOf(AcquireResult.Refused.class);
        Refusal refusal = ((AcquireResult.Refused) result).refusal();
        assertThat(refusal.code()).isEqualTo("HELD");
        assertThat(refusal.name()).isEqualTo("a");
        Holder holder = refusal.holder().orElseThrow();
        assertThat(holder.clientId()).isEqualTo(50_999);
        assertThat(holder.label()).isEqualTo("backup@db2[9]");
        assertThat(holder.address()).isEqualTo("127.0.0.1:4444");
        assertThat(holder.token()).isEqualTo(41);
        assertThat(holder.held()).isEqualTo(Duration.ofSeconds(12));
        assertThat(holder.lease()).contains(Duration.ofSeconds(8));
        assertThat(refusal).asString().contains("held by client 50999 backup@db2[9] at 127.0.0.1:4444 for 12s");
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
        awaitWaiting(1);
        assertThat(lock).isNotDone();
        cluster.free("a");
        assertThat(lock.get().isValid()).isTrue();
    }

    @Test
    void aWaitThatIsOverSaysWhoHoldsTheLock() {
        cluster.holdElsewhere("a");
        assertThatThrownBy(() -> client.acquire("a", Duration.ofMillis(200)))
                .isInstanceOfSatisfying(LockNotAcquiredException.class, e -> {
                    assertThat(e.refusal().code()).isEqualTo("TIMEOUT");
                    assertThat(e.refusal().holder()).isPresent();
                });
        assertThat(cluster.waiting("a")).isZero();
    }

    @Test
    void aSecondLockOfAClientFailsAndSaysHowAnOperatorLiftsThat() throws InterruptedException {
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
    void whatARequestSaysGoesToTheServer() throws InterruptedException {
        cluster.locksPerClient(0);
        try (HeldLock two = client.acquire(LockRequest.of("a", "b c"))) {
            assertThat(two.names()).containsExactly("a", "b c");
            assertThat(cluster.owner("b c")).isEqualTo(client.clientId());
        }
        assertThat(cluster.owner("a") + cluster.owner("b c")).isZero();
        client.acquire(LockRequest.of("s").shared().delay(Duration.ofSeconds(5)));
        client.acquire(LockRequest.of("p").permits(3).waiting(Duration.ofMillis(1_500)));
        assertThat(cluster.linesSoFar("LOCK"))
                .containsExactly(
                        "LOCK a \"b c\" req=1",
                        "LOCK s mode=shared delay=5s req=3",
                        "LOCK p permits=3 wait=1500ms req=4");
        assertThat(cluster.linesSoFar("RELEASE")).containsExactly("RELEASE a \"b c\" token=41 req=2");
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
    void namesThatAreNoneAreTheCallersMistake() {
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
    void aLockWhoseAnswerWasLostIsTakenOnce() throws InterruptedException {
        cluster.next(Verb.LOCK, Fault.CLOSE_AFTER);
        HeldLock lock = client.acquire("a");
        assertThat(lock.token()).isEqualTo(41);
        assertThat(lock.isValid()).isTrue();
        assertThat(cluster.linesSoFar("LOCK")).hasSize(2).containsOnly("LOCK a wait=24h req=1");
    }

    @Test
    void cancellingAFutureEndsTheWait() throws InterruptedException {
        cluster.holdElsewhere("a");
        CompletableFuture<HeldLock> lock =
                client.acquireAsync(LockRequest.of("a").waiting(LONG));
        awaitWaiting(1);
        lock.cancel(false);
        awaitWaiting(0);
        cluster.free("a");
        assertThat(cluster.owner("a")).isZero();
        assertThat(client.tryAcquire("a")).isPresent();
    }

    @Test
    void aFutureThatTimesOutEndsTheWaitToo() throws InterruptedException {
        cluster.holdElsewhere("a");
        CompletableFuture<HeldLock> lock =
                client.acquireAsync(LockRequest.of("a").waiting(LONG)).orTimeout(100, TimeUnit.MILLISECONDS);
        assertThatThrownBy(lock::get).isInstanceOf(ExecutionException.class);
        awaitWaiting(0);
    }

    @Test
    void lesson9AGrantThatWasQuickerThanTheCancelIsGivenBack() throws InterruptedException {
        cluster.next(Verb.LOCK, Fault.HOLD_BACK);
        CompletableFuture<HeldLock> lock =
                client.acquireAsync(LockRequest.of("a").waiting(LONG));
        cluster.awaitLine("LOCK");
        lock.cancel(false);
        cluster.awaitLine("CANCEL req=1");
        assertThat(cluster.owner("a")).isEqualTo(client.clientId());
        cluster.sayWhatIsHeldBack();
        cluster.awaitLine("RELEASE a token=41");
        awaitFree();
    }

    @Test
    void lesson9AnInterruptedWaitLeavesNothingBehind() throws InterruptedException {
        cluster.holdElsewhere("a");
        interruptWhen(() -> cluster.waiting("a") == 1);
        awaitWaiting(0);
        cluster.free("a");
        assertThat(cluster.owner("a")).isZero();
    }

    @Test
    void lesson9AnInterruptThatCameAfterTheGrantGivesItBack() throws InterruptedException {
        cluster.next(Verb.LOCK, Fault.HOLD_BACK);
        interruptWhen(() -> cluster.owner("a") > 0);
        cluster.awaitLine("CANCEL req=1");
        cluster.sayWhatIsHeldBack();
        awaitFree();
    }

    private interface Condition {
        boolean holds();
    }

    private void interruptWhen(Condition condition) throws InterruptedException {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                client.acquire("a");
                ended.complete(null);
            } catch (InterruptedException | RuntimeException e) {
                ended.complete(e);
            }
        });
        caller.start();
        await(condition);
        caller.interrupt();
        assertThat(ended.join()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void lesson9WhatIsUnknownIsSaidSoAndGivenBackOnceItIsKnown() throws InterruptedException {
        cluster.next(Verb.LOCK, Fault.CLOSE_AFTER);
        for (int i = 0; i < 1_000; i++) {
            cluster.next(Verb.HELLO, Fault.CLOSE_BEFORE);
        }
        assertThatThrownBy(() -> client.tryAcquire("a")).isInstanceOf(OutcomeUnknownException.class);
        assertThat(cluster.owner("a")).isEqualTo(50_000);
        cluster.forgetFaults();
        awaitFree();
    }

    @Test
    void whatWasCertainlyNotDoneIsNotCalledUnknown() {
        for (int i = 0; i < 1_000; i++) {
            cluster.next(Verb.LOCK, Fault.NO_LEADER);
        }
        assertThatThrownBy(() -> client.tryAcquire("a"))
                .isInstanceOf(LockServiceUnavailableException.class)
                .hasMessageContaining("nothing was done");
        cluster.close();
        assertThatThrownBy(() -> client.tryAcquire("a")).isInstanceOf(LockServiceUnavailableException.class);
    }

    @Test
    void whereNoServerIsThereConnectingFails() {
        String nowhere = cluster.addresses();
        cluster.close();
        assertThatThrownBy(
                        () -> LockClient.connect(LockClientSettings.of(nowhere).withTimeout(Duration.ofMillis(300))))
                .isInstanceOf(LockServiceUnavailableException.class)
                .hasMessageContaining("connection refused");
    }

    @Test
    void lesson8AReleaseIsSentUntilItIsConfirmed() throws InterruptedException {
        HeldLock lock = client.acquire("a");
        cluster.next(Verb.RELEASE, Fault.NO_LEADER);
        cluster.next(Verb.RELEASE, Fault.CLOSE_BEFORE);
        cluster.next(Verb.RELEASE, Fault.UNKNOWN_AFTER);
        lock.release();
        assertThat(cluster.owner("a")).isZero();
        assertThat(cluster.linesSoFar("RELEASE")).hasSize(4).containsOnly("RELEASE a token=41 req=2");
    }

    @Test
    void lesson8AReleaseGoesOnInTheBackgroundAndTheNextLockWaitsForIt() throws InterruptedException {
        HeldLock lock = client.acquire("a");
        for (int i = 0; i < 1_000; i++) {
            cluster.next(Verb.RELEASE, Fault.NO_LEADER);
        }
        CompletableFuture<Void> released = lock.closeAsync();
        assertThat(lock.isValid()).isFalse();
        cluster.awaitLine("RELEASE");
        CompletableFuture<HeldLock> next = client.acquireAsync(LockRequest.of("b"));
        cluster.awaitLine("RELEASE");
        assertThat(released).isNotDone();
        cluster.forgetFaults();
        assertThat(next.join().isValid()).isTrue();
        assertThat(cluster.owner("a")).isZero();
    }

    @Test
    void lesson8AReleaseThatTakesLongerThanACallerWaitsIsNotForgotten() throws InterruptedException {
        Duration timeout = Duration.ofMillis(300);
        for (int i = 0; i < 1_000; i++) {
            cluster.next(Verb.RELEASE, Fault.NO_LEADER);
        }
        try (LockClient hasty =
                LockClient.connect(LockClientSettings.of(cluster.addresses()).withTimeout(timeout))) {
            HeldLock lock = hasty.acquire("a");
            CompletableFuture<Void> released = lock.closeAsync();
            lock.close();
            assertThat(cluster.owner("a")).isEqualTo(hasty.clientId());
            lock.close();
            assertThat(released).isNotDone();
            cluster.forgetFaults();
            released.join();
            assertThat(cluster.owner("a")).isZero();
        }
    }

    @Test
    void lesson8AGrantThatIsStillBeingGivenBackDoesNotCountAgainstTheNext() throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            cluster.next(Verb.RELEASE, Fault.NO_LEADER);
        }
        try (LockClient hasty =
                LockClient.connect(LockClientSettings.of(cluster.addresses()).withTimeout(Duration.ofSeconds(1)))) {
            CompletableFuture<Void> released = hasty.acquire("a").closeAsync();
            cluster.awaitLine("RELEASE");
            CompletableFuture<HeldLock> next =
                    hasty.acquireAsync(LockRequest.of("b").waiting(Duration.ofSeconds(20)));
            // Between two attempts to release, the server refuses the next lock with ALREADY.
            cluster.awaitLine("LOCK b");
            cluster.forgetFaults();
            assertThat(next.join().isValid()).isTrue();
            released.join();
            assertThat(cluster.owner("a")).isZero();
        }
    }

    @Test
    void closingTheClientEndsItsSession() throws InterruptedException {
        HeldLock lock = client.acquire("a");
        CompletableFuture<LostReason> lost = new CompletableFuture<>();
        lock.onLost(lost::complete);
        client.close();
        assertThat(cluster.owner("a")).isZero();
        assertThat(lost.join()).isEqualTo(LostReason.CLIENT_CLOSED);
        assertThat(lock.isValid()).isFalse();
        assertThatThrownBy(() -> client.acquire("a")).isInstanceOf(LockServiceUnavailableException.class);
    }

    @Test
    void closingTheClientEndsWhatWaits() {
        cluster.holdElsewhere("a");
        CompletableFuture<HeldLock> lock =
                client.acquireAsync(LockRequest.of("a").waiting(LONG));
        await(() -> cluster.waiting("a") == 1);
        client.close();
        assertThatThrownBy(lock::get)
                .satisfiesAnyOf(
                        e -> assertThat(e).isInstanceOf(ExecutionException.class),
                        e -> assertThat(e).isInstanceOf(CancellationException.class));
        awaitWaiting(0);
    }

    private void awaitWaiting(int count) {
        await(() -> cluster.waiting("a") == count);
    }

    private void awaitFree() {
        await(() -> cluster.owner("a") == 0);
    }

    /** For what no event announces; the class's timeout ends it. */
    private static void await(Condition condition) {
        while (!condition.holds()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("waited in vain");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
