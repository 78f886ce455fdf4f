package io.lockstep.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.live.Fault;
import io.lockstep.simulation.live.LiveCluster;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits that end before their grant: by cancellation, interruption, or with an unknown outcome. */
@Timeout(60)
class EndedWaitTest extends LockClientCase {
    @Test
    void cancellingAFutureEndsTheWait() throws InterruptedException {
        cluster.holdElsewhere("a");
        CompletableFuture<HeldLock> lock =
                client.acquireAsync(LockRequest.of("a").waiting(LONG));
        cluster.awaitWaiting("a", 1);
        lock.cancel(false);
        cluster.awaitWaiting("a", 0);
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
        cluster.awaitWaiting("a", 0);
    }

    @Test
    void lesson9AGrantBeforeTheCancelIsReleased() throws InterruptedException {
        cluster.next(Verb.LOCK, Fault.HOLD_ANSWER);
        CompletableFuture<HeldLock> lock =
                client.acquireAsync(LockRequest.of("a").waiting(LONG));
        cluster.awaitLine("LOCK");
        lock.cancel(false);
        cluster.awaitLine("CANCEL req=1");
        long token = cluster.token("a");
        assertThat(cluster.owner("a")).isEqualTo(client.clientId());
        cluster.sendHeldAnswers();
        cluster.awaitLine("RELEASE a token=" + token);
        cluster.awaitFree("a");
    }

    @Test
    void lesson9AnInterruptedWaitLeavesNothingBehind() throws InterruptedException {
        cluster.holdElsewhere("a");
        interruptWhen(() -> cluster.waiting("a") == 1);
        cluster.awaitWaiting("a", 0);
        cluster.free("a");
        assertThat(cluster.owner("a")).isZero();
    }

    @Test
    void lesson9AnInterruptAfterTheGrantReleasesIt() throws InterruptedException {
        cluster.next(Verb.LOCK, Fault.HOLD_ANSWER);
        interruptWhen(() -> cluster.owner("a") > 0);
        cluster.awaitLine("CANCEL req=1");
        cluster.sendHeldAnswers();
        cluster.awaitFree("a");
    }

    @Test
    void lesson9AnUnknownGrantIsReleasedOnceItIsKnown() throws InterruptedException {
        cluster.next(Verb.LOCK, Fault.CLOSE_AFTER);
        cluster.always(Verb.HELLO, Fault.CLOSE_BEFORE);
        assertThatThrownBy(() -> client.tryAcquire("a")).isInstanceOf(OutcomeUnknownException.class);
        assertThat(cluster.owner("a")).isEqualTo(client.clientId());
        cluster.clearFaults();
        cluster.awaitFree("a");
    }

    @Test
    void closingTheClientEndsItsWaits() {
        cluster.holdElsewhere("a");
        CompletableFuture<HeldLock> lock =
                client.acquireAsync(LockRequest.of("a").waiting(LONG));
        cluster.awaitWaiting("a", 1);
        client.close();
        assertThatThrownBy(lock::get)
                .satisfiesAnyOf(
                        e -> assertThat(e).isInstanceOf(ExecutionException.class),
                        e -> assertThat(e).isInstanceOf(CancellationException.class));
        cluster.awaitWaiting("a", 0);
    }

    private void interruptWhen(BooleanSupplier condition) throws InterruptedException {
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
        LiveCluster.await(condition);
        caller.interrupt();
        assertThat(ended.join()).isInstanceOf(InterruptedException.class);
    }
}
