package io.lockstep.client.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FenceGuardTest {

    private final FenceGuard guard = new FenceGuard();

    @Test
    void lesson6ASmallerTokenThanBeforeIsRefused() {
        assertThat(guard.check("db", 41)).isTrue();
        assertThat(guard.check("db", 41)).isTrue();
        assertThat(guard.check("db", 43)).isTrue();
        assertThat(guard.check("db", 42)).isFalse();
        assertThat(guard.check("db", 41)).isFalse();
        assertThat(guard.check("db", 43)).isTrue();
    }

    @Test
    void aTokenThatWasRefusedChangesNothing() {
        guard.check("db", 5);
        guard.check("db", 3);
        assertThat(guard.check("db", 4)).isFalse();
        assertThat(guard.check("db", 5)).isTrue();
    }

    @Test
    void eachResourceHasItsOwn() {
        guard.check("one", 9);
        assertThat(guard.check("other", 1)).isTrue();
    }

    @Test
    void anActionWithAStaleTokenDoesNotRun() throws Exception {
        guard.run("db", 7, () -> {});
        AtomicInteger ran = new AtomicInteger();
        assertThatThrownBy(() -> guard.run("db", 6, ran::incrementAndGet))
                .isInstanceOfSatisfying(StaleTokenException.class, stale -> {
                    assertThat(stale.token()).isEqualTo(6);
                    assertThat(stale.largest()).isEqualTo(7);
                });
        assertThatThrownBy(() -> guard.call("db", 6, ran::incrementAndGet)).isInstanceOf(StaleTokenException.class);
        assertThat(ran).hasValue(0);
        assertThat(guard.call("db", 7, ran::incrementAndGet)).isEqualTo(1);
    }

    @Test
    void noGrantHasAZeroToken() {
        assertThatThrownBy(() -> guard.check("db", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aGuardThatIsStartedAgainRemembersWhatItsStoreKept() {
        FenceStore store = FenceStore.inMemory();
        new FenceGuard(store).check("db", 8);
        assertThat(new FenceGuard(store).check("db", 7)).isFalse();
        assertThat(new FenceGuard(store).check("db", 8)).isTrue();
    }

    @Test
    void withAFailingStoreEveryTokenIsRefused() {
        FenceGuard failing = new FenceGuard(new FenceStore() {
            @Override
            public long largest(String resource) {
                return 0;
            }

            @Override
            public void store(String resource, long token) {
                throw new IllegalStateException("the disk is full");
            }
        });
        AtomicInteger ran = new AtomicInteger();
        assertThatThrownBy(() -> failing.run("db", 1, ran::incrementAndGet)).hasMessage("the disk is full");
        assertThatThrownBy(() -> failing.check("db", 1)).hasMessage("the disk is full");
        assertThat(ran).hasValue(0);
    }

    @Test
    void whatManyThreadsWriteNeverGoesBack() throws Exception {
        int threads = 8;
        int writesEach = 5_000;
        AtomicLong counter = new AtomicLong();
        List<Long> written = Collections.synchronizedList(new ArrayList<>());
        ExecutorService writers = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(writers.submit(() -> {
                start.await();
                for (int write = 0; write < writesEach; write++) {
                    long token = counter.incrementAndGet();
                    if (ThreadLocalRandom.current().nextInt(50) == 0) {
                        // A holder that is paused between its grant and its write.
                        LockSupport.parkNanos(10_000);
                    }
                    try {
                        guard.run("db", token, () -> written.add(token));
                    } catch (StaleTokenException stale) {
                        assertThat(stale.largest()).isGreaterThan(token);
                    }
                }
                return null;
            }));
        }
        start.countDown();
        for (Future<?> each : all) {
            each.get();
        }
        writers.shutdown();
        assertThat(written).isSorted().contains((long) threads * writesEach);
    }

    @Test
    void ofManyThreadsThatCheckAtOnceTheLargestAlwaysPasses() throws Exception {
        int threads = 8;
        ExecutorService checkers = Executors.newFixedThreadPool(threads);
        for (int round = 0; round < 300; round++) {
            String resource = "r" + round;
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Boolean>> passed = new ArrayList<>();
            for (int i = 1; i <= threads; i++) {
                long token = i;
                passed.add(checkers.submit(() -> {
                    start.await();
                    return guard.check(resource, token);
                }));
            }
            start.countDown();
            assertThat(passed.get(threads - 1).get()).isTrue();
            for (Future<Boolean> each : passed) {
                each.get();
            }
            assertThat(guard.check(resource, threads - 1)).isFalse();
        }
        checkers.shutdown();
    }
}
