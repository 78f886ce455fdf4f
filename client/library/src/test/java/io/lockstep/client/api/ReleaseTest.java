package io.lockstep.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.live.Fault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Releases: each is sent until the cluster confirms it. */
@Timeout(60)
class ReleaseTest extends LockClientCase {
    @Test
    void lesson8AReleaseIsSentUntilConfirmed() throws InterruptedException {
        HeldLock lock = client.acquire("a");
        cluster.next(Verb.RELEASE, Fault.NO_LEADER);
        cluster.next(Verb.RELEASE, Fault.CLOSE_BEFORE);
        cluster.next(Verb.RELEASE, Fault.UNKNOWN_AFTER);
        lock.release();
        assertThat(cluster.owner("a")).isZero();
        assertThat(cluster.linesSoFar("RELEASE")).hasSize(4).containsOnly("RELEASE a token=" + lock.token() + " req=2");
    }

    @Test
    void lesson8TheNextLockWaitsForAReleaseInTheBackground() throws InterruptedException {
        HeldLock lock = client.acquire("a");
        cluster.always(Verb.RELEASE, Fault.NO_LEADER);
        CompletableFuture<Void> released = lock.closeAsync();
        assertThat(lock.isValid()).isFalse();
        cluster.awaitLine("RELEASE");
        CompletableFuture<HeldLock> next = client.acquireAsync(LockRequest.of("b"));
        cluster.awaitLine("RELEASE");
        assertThat(released).isNotDone();
        cluster.clearFaults();
        assertThat(next.join().isValid()).isTrue();
        assertThat(cluster.owner("a")).isZero();
    }

    @Test
    void lesson8ASlowReleaseContinuesAfterItsCallerReturns() throws InterruptedException {
        Duration timeout = Duration.ofMillis(300);
        cluster.always(Verb.RELEASE, Fault.NO_LEADER);
        try (LockClient hasty =
                LockClient.connect(LockClientSettings.of(cluster.addresses()).withTimeout(timeout))) {
            HeldLock lock = hasty.acquire("a");
            CompletableFuture<Void> released = lock.closeAsync();
            lock.close();
            assertThat(cluster.owner("a")).isEqualTo(hasty.clientId());
            lock.close();
            assertThat(released).isNotDone();
            cluster.clearFaults();
            released.join();
            assertThat(cluster.owner("a")).isZero();
        }
    }

    @Test
    void lesson8AGrantBeingReleasedDoesNotRefuseTheNext() throws InterruptedException {
        cluster.always(Verb.RELEASE, Fault.NO_LEADER);
        try (LockClient hasty =
                LockClient.connect(LockClientSettings.of(cluster.addresses()).withTimeout(Duration.ofSeconds(1)))) {
            CompletableFuture<Void> released = hasty.acquire("a").closeAsync();
            cluster.awaitLine("RELEASE");
            CompletableFuture<HeldLock> next =
                    hasty.acquireAsync(LockRequest.of("b").waiting(Duration.ofSeconds(20)));
            // Between two attempts to release, the server refuses the next lock with ALREADY.
            cluster.awaitLine("LOCK b");
            cluster.clearFaults();
            assertThat(next.join().isValid()).isTrue();
            released.join();
            assertThat(cluster.owner("a")).isZero();
        }
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
        assertThat(cluster.linesSoFar("RELEASE")).containsExactly("RELEASE a token=" + lock.token() + " req=2");
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
}
