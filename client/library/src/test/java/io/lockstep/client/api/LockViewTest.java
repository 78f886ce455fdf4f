package io.lockstep.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.simulation.live.LiveCluster;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lock as a {@link Lock} of the JDK: the contract of the interface, and what a distributed lock adds. */
@Timeout(60)
@SuppressWarnings("LockNotBeforeTry") // The tests are about locking and unlocking.
class LockViewTest {

    private final LiveCluster cluster = new LiveCluster("one", 3);
    private final ExecutorService another = Executors.newSingleThreadExecutor();
    private LockClient client;
    private Lock lock;

    @BeforeEach
    void connect() throws InterruptedException {
        client = LockClient.connect(LockClientSettings.of(cluster.addresses()).withTimeout(Duration.ofSeconds(3)));
        lock = client.asLock("a");
    }

    @AfterEach
    void stop() {
        another.shutdownNow();
        client.close();
        cluster.close();
    }

    @Test
    void itIsTakenOnceAndCounted() {
        lock.lock();
        lock.lock();
        assertThat(lock.tryLock()).isTrue();
        assertThat(cluster.linesSoFar("LOCK")).hasSize(1);
        lock.unlock();
        lock.unlock();
        assertThat(cluster.owner("a")).isEqualTo(client.clientId());
        lock.unlock();
        assertThat(cluster.owner("a")).isZero();
        assertThatThrownBy(lock::unlock)
                .isInstanceOf(IllegalMonitorStateException.class)
                .isNotInstanceOf(LockLostException.class);
    }

    @Test
    void lesson11OnlyTheThreadThatLockedItUnlocksIt() throws Exception {
        lock.lock();
        assertThat(another.submit(() -> lock.tryLock()).get()).isFalse();
        assertThat(another.submit(() -> lock.tryLock(50, TimeUnit.MILLISECONDS)).get())
                .isFalse();
        assertThatThrownBy(() -> another.submit(lock::unlock).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalMonitorStateException.class);
        lock.unlock();
        assertThat(another.submit(() -> lock.tryLock()).get()).isTrue();
    }

    @Test
    void threadsOfOneProcessTakeTurns() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService many = Executors.newFixedThreadPool(4);
        CompletableFuture<?>[] all = new CompletableFuture<?>[4];
        for (int i = 0; i < all.length; i++) {
            all[i] = CompletableFuture.runAsync(
                    () -> {
                        for (int round = 0; round < 10; round++) {
                            client.asLock("a").lock();
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            inside.decrementAndGet();
                            client.asLock("a").unlock();
                        }
                    },
                    many);
        }
        CompletableFuture.allOf(all).get();
        many.shutdown();
        assertThat(most).hasValue(1);
    }

    @Test
    void itWaitsWhileAnotherClientHoldsIt() throws Exception {
        cluster.holdElsewhere("a");
        assertThat(lock.tryLock()).isFalse();
        assertThat(lock.tryLock(100, TimeUnit.MILLISECONDS)).isFalse();
        Future<?> locked = another.submit(lock::lock);
        cluster.awaitLine("LOCK a wait=24h");
        assertThat(locked.isDone()).isFalse();
        cluster.free("a");
        locked.get();
        assertThat(cluster.owner("a")).isEqualTo(client.clientId());
    }

    @Test
    void lockingIsNotInterruptedUnlessAskedTo() throws Exception {
        cluster.holdElsewhere("a");
        Future<Boolean> interrupted = another.submit(() -> {
            Thread.currentThread().interrupt();
            lock.lock();
            boolean kept = Thread.interrupted();
            lock.unlock();
            return kept;
        });
        cluster.awaitLine("LOCK a wait=24h");
        cluster.free("a");
        assertThat(interrupted.get()).isTrue();

        cluster.holdElsewhere("a");
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                lock.lockInterruptibly();
            } catch (InterruptedException e) {
                ended.complete(e);
            }
        });
        caller.start();
        cluster.awaitLine("LOCK a wait=24h");
        caller.interrupt();
        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        cluster.awaitLine("CANCEL");
        assertThat(lock.tryLock()).isFalse();
    }

    @Test
    void unlockingALostLockFails() throws InterruptedException {
        lock.lock();
        cluster.force("a");
        awaitLoss();
        assertThatThrownBy(lock::unlock).isInstanceOf(LockLostException.class);
        assertThatThrownBy(lock::unlock).isNotInstanceOf(LockLostException.class);
        lock.lock();
        assertThat(cluster.owner("a")).isEqualTo(client.clientId());
        lock.unlock();
    }

    @Test
    void lockingALostLockAgainFails() throws InterruptedException {
        lock.lock();
        cluster.force("a");
        awaitLoss();
        assertThatThrownBy(lock::lock).isInstanceOf(LockLostException.class);
        assertThatThrownBy(lock::tryLock).isInstanceOf(LockLostException.class);
        assertThat(cluster.owner("a")).isZero();
        assertThatThrownBy(lock::unlock).isInstanceOf(LockLostException.class);
        assertThat(lock.tryLock()).isTrue();
    }

    /** The server sent LOST before the answer to this later request. */
    private void awaitLoss() throws InterruptedException {
        client.acquire("b").close();
    }

    @Test
    void aSecondLockOfTheSameClientFailsAndLeavesItUnlocked() throws InterruptedException {
        lock.lock();
        Lock second = client.asLock("b");
        assertThatThrownBy(second::lock).isInstanceOf(LockLimitException.class);
        assertThatThrownBy(second::unlock).isInstanceOf(IllegalMonitorStateException.class);
        lock.unlock();
        assertThat(second.tryLock()).isTrue();
    }

    @Test
    void theSameNameIsTheSameLock() {
        assertThat(client.asLock("a")).isSameAs(lock);
        assertThat(client.asLock("b")).isNotSameAs(lock);
    }

    @Test
    void itHasNoConditions() {
        assertThatThrownBy(lock::newCondition).isInstanceOf(UnsupportedOperationException.class);
    }
}
