package io.lockstep.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.simulation.live.LiveCluster;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads and handles of one client contend as clients of their own do. */
@Timeout(60)
@SuppressWarnings("LockNotBeforeTry") // The tests are about locking and unlocking.
class OwnersTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final LiveCluster cluster = new LiveCluster("one", 3, 0);
    private final LiveCluster oneLock = new LiveCluster("two", 1);
    private final ExecutorService first = Executors.newSingleThreadExecutor();
    private final List<Thread> seconds = new CopyOnWriteArrayList<>();
    private final ExecutorService second = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task);
        seconds.add(thread);
        return thread;
    });
    private LockClient client;
    private LockClient other;
    private LockClient limited;

    @BeforeEach
    void connect() throws InterruptedException {
        client = LockClient.connect(cluster.addresses());
        other = LockClient.connect(cluster.addresses());
        limited = LockClient.connect(oneLock.addresses());
    }

    @AfterEach
    void stop() {
        first.shutdownNow();
        second.shutdownNow();
        client.close();
        other.close();
        limited.close();
        cluster.close();
        oneLock.close();
    }

    @Test
    void aSecondThreadWaitsUntilTheFirstReleases() throws Exception {
        HeldLock lock = client.acquire("a");
        assertThat(second.submit(() -> client.tryAcquire("a")).get()).isEmpty();
        AcquireResult refused =
                second.submit(() -> client.attempt(LockRequest.of("a"))).get();
        Refusal refusal = ((AcquireResult.Refused) refused).refusal();
        assertThat(refusal.code()).isEqualTo("HELD");
        assertThat(refusal.holder()).hasValueSatisfying(holder -> {
            assertThat(holder.clientId()).isEqualTo(client.clientId());
            assertThat(holder.token()).isEqualTo(lock.token());
        });
        assertThatThrownBy(() -> second.submit(() -> client.acquire("a", Duration.ofMillis(50)))
                        .get())
                .hasCauseInstanceOf(LockNotAcquiredException.class)
                .hasMessageContaining("TIMEOUT");
        CompletableFuture<HeldLock> next = waiting(client, "a");
        CompletableFuture<HeldLock> third =
                client.acquireAsync(LockRequest.of("a").waiting(LONG));
        lock.close();
        HeldLock seconds = next.get();
        assertThat(seconds.token()).isGreaterThan(lock.token());
        assertThat(third).isNotDone();
        seconds.close();
        third.get().close();
        assertThat(cluster.linesSoFar("LOCK a")).hasSize(3);
    }

    @Test
    void whereTheLimitLeavesNoRoomASecondThreadWaits() throws Exception {
        HeldLock lock = limited.acquire("a");
        assertThatThrownBy(() -> limited.acquire("b")).isInstanceOf(LockLimitException.class);
        assertThat(second.submit(() -> limited.asLock("b").tryLock()).get()).isFalse();
        Future<Boolean> tried = second.submit(() -> limited.asLock("b").tryLock(1, TimeUnit.MINUTES));
        lock.close();
        assertThat(tried.get()).isTrue();
        assertThat(oneLock.owner("b")).isEqualTo(limited.clientId());
    }

    @Test
    void nobodyWaitsInACircleSoNobodyIsToldSo() throws Exception {
        HeldLock x = first.submit(() -> client.acquire("x")).get();
        HeldLock y = other.acquire("y");
        Future<HeldLock> waitsForY = second.submit(() -> client.acquire("y", LONG));
        cluster.awaitWaiting("y", 1);
        CompletableFuture<HeldLock> waitsForX = waiting(other, "x");
        cluster.awaitLine("LOCK x wait");
        cluster.awaitLine("LOCK x wait");
        x.close();
        assertThat(waitsForX.get().isValid()).isTrue();
        y.close();
        assertThat(waitsForY.get().isValid()).isTrue();
    }

    @Test
    void aCircleThroughTheClusterIsRefused() throws Exception {
        HeldLock x = client.acquire("x");
        HeldLock y = second.submit(() -> other.acquire("y")).get();
        Future<HeldLock> waitsForX = second.submit(() -> other.acquire("x"));
        cluster.awaitWaiting("x", 1);
        assertThatThrownBy(() -> client.acquire("y"))
                .isInstanceOfSatisfying(
                        DeadlockException.class, e -> assertThat(e.cycle()).isNotEmpty())
                .hasMessageContaining("the circle is");
        x.close();
        waitsForX.get().close();
        y.close();
    }

    @Test
    void aCircleOfThreadsOfTheProcessIsRefused() throws Exception {
        HeldLock x = client.acquire("x");
        HeldLock y = second.submit(() -> client.acquire("y")).get();
        CompletableFuture<DeadlockException> told = new CompletableFuture<>();
        Future<?> waitsForX = second.submit(() -> client.acquire("x"));
        awaitWait(seconds.get(0));
        assertThatThrownBy(() -> client.acquire("y")).isInstanceOfSatisfying(DeadlockException.class, told::complete);
        assertThat(told.join().cycle()).contains("in this process");
        x.close();
        waitsForX.get();
        y.close();
    }

    /** Begins a wait in a thread of its own. */
    private static CompletableFuture<HeldLock> waiting(LockClient by, String name) {
        CompletableFuture<HeldLock> granted = new CompletableFuture<>();
        Thread thread = new Thread(() -> granted.complete(acquired(by, name)));
        thread.start();
        awaitWait(thread);
        return granted;
    }

    private static void awaitWait(Thread thread) {
        LiveCluster.await(() -> Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("run")
                        && frame.getClassName().equals(Acquisition.class.getName())
                        && thread.getState() == Thread.State.WAITING));
    }

    private static HeldLock acquired(LockClient by, String name) {
        try {
            return by.acquire(name, LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anInterruptedThreadStillTriesALock() throws Exception {
        first.submit(() -> {
                    Thread.currentThread().interrupt();
                    assertThat(client.asLock("a").tryLock()).isTrue();
                    assertThat(Thread.interrupted()).isTrue();
                    client.asLock("a").unlock();
                    return null;
                })
                .get();
    }

    @Test
    void anUnknownErrorIsNotHidden() {
        assertThatThrownBy(() -> first.submit(() -> client.acquire("")).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }
}
