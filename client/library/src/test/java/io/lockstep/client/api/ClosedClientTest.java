package io.lockstep.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.live.Fault;
import io.lockstep.simulation.live.LiveCluster;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After close() nothing is held, nothing is alive, and everybody is told. */
@Timeout(60)
@SuppressWarnings("LockNotBeforeTry") // The tests are about locking and unlocking.
class ClosedClientTest extends LockClientCase {

    @Test
    void closingWhileItLooksForAServerEndsTheSession() throws InterruptedException {
        client.acquire("a");
        cluster.always(Verb.HELLO, Fault.NO_LEADER);
        cluster.server(1).cut();
        cluster.awaitLine("HELLO 1 session");
        cluster.clearFaults();
        client.close();
        assertThat(cluster.owner("a")).isZero();
        assertThat(client.state()).isEqualTo(ConnectionState.LOST);
        awaitNoThread();
    }

    @Test
    void closingWithoutAnyServerEndsToo() throws InterruptedException {
        HeldLock lock = client.acquire("a");
        CompletableFuture<LostReason> lost = new CompletableFuture<>();
        lock.onLost(lost::complete);
        cluster.close();
        LiveCluster.await(() -> client.state() != ConnectionState.CONNECTED);
        long begun = System.nanoTime();
        client.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        assertThat(lost.join()).isEqualTo(LostReason.CLIENT_CLOSED);
        awaitNoThread();
    }

    @Test
    void waitersAndLaterCallersAreTold() throws InterruptedException {
        cluster.holdElsewhere("a");
        CompletableFuture<HeldLock> wait =
                client.acquireAsync(LockRequest.of("a").waiting(LONG));
        CompletableFuture<HeldLock> behind =
                client.acquireAsync(LockRequest.of("a").waiting(LONG));
        cluster.awaitWaiting("a", 1);
        Thread.currentThread().interrupt();
        client.close();
        assertThat(Thread.interrupted()).isTrue();
        cluster.awaitWaiting("a", 0);
        for (CompletableFuture<HeldLock> each : List.of(wait, behind)) {
            assertThatThrownBy(each::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(LockServiceUnavailableException.class)
                    .hasMessageContaining("this client is closed");
        }
        assertThatThrownBy(() -> client.acquire("b"))
                .isInstanceOf(LockServiceUnavailableException.class)
                .hasMessage("this client is closed");
        assertThatThrownBy(() -> client.asLock("b").lock())
                .isInstanceOf(LockServiceUnavailableException.class)
                .hasMessage("this client is closed");
        assertThatThrownBy(() -> client.status("b"))
                .isInstanceOf(LockServiceUnavailableException.class)
                .hasMessage("this client is closed");
    }

    @Test
    void releasingWhatIsLostDoesNotBlock() throws InterruptedException {
        HeldLock lock = client.acquire("a");
        CompletableFuture<LostReason> lost = new CompletableFuture<>();
        lock.onLost(lost::complete);
        cluster.always(Verb.RELEASE, Fault.SILENT);
        cluster.force("a");
        lost.join();
        long begun = System.nanoTime();
        assertThatThrownBy(lock::release).isInstanceOf(LockLostException.class);
        lock.close();
        lock.closeAsync().join();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(500));
    }

    private static void awaitNoThread() {
        LiveCluster.await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("lockstep-keep-alive")
                        || thread.getName().startsWith("lockstep-reader")
                        || thread.getName().equals("lockstep-lease")));
    }
}
