package io.lockstep.client.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.simulation.live.LiveCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many threads take locks in all ways, while they are interrupted, futures are cancelled and time out, and connections
 * are cut. Nothing is held twice, nothing hangs, and at the end nothing is held and no thread is left. The page on
 * testing says how to run it for longer.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class StressTest {

    private static final int THREADS = Integer.getInteger("stress.threads", 20);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("stress.seconds", 3));
    private static final long SEED = Long.getLong("stress.seed", System.nanoTime());
    private static final int LOCKS = 5;
    private static final int PAUSE_MILLIS = 20;
    private static final int CUT_ONE_IN = 20;

    private final LiveCluster cluster = new LiveCluster("one", 3, 0);
    private final List<LockClient> clients = new ArrayList<>();
    private final Map<String, HeldLock> owners = new ConcurrentHashMap<>();
    private final Queue<String> flaws = new ConcurrentLinkedQueue<>();
    private final AtomicInteger grants = new AtomicInteger();

    @Test
    void nothingIsHeldTwiceAndNothingIsLeft() throws Exception {
        for (int each = 0; each < 2; each++) {
            clients.add(LockClient.connect(LockClientSettings.of(cluster.addresses())
                    .withTtl(Duration.ofSeconds(5))
                    .withTimeout(Duration.ofSeconds(5))));
        }
        long endNanos = System.nanoTime() + TIME.toNanos();
        SplittableRandom random = new SplittableRandom(SEED);
        List<Thread> threads = new ArrayList<>();
        for (int each = 0; each < THREADS; each++) {
            SplittableRandom own = random.split();
            threads.add(new Thread(() -> work(own, endNanos)));
        }
        threads.forEach(Thread::start);
        while (System.nanoTime() - endNanos < 0) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            threads.get(random.nextInt(THREADS)).interrupt();
            if (random.nextInt(CUT_ONE_IN) == 0) {
                cluster.server(random.nextInt(1, 4)).cut();
            }
        }
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(thread.isAlive())
                    .as("seed %s: %s", SEED, List.of(thread.getStackTrace()))
                    .isFalse();
        }
        assertThat(flaws).as("seed " + SEED).isEmpty();
        assertThat(grants.get()).as("seed " + SEED).isGreaterThan(THREADS);
        for (int lock = 0; lock < LOCKS; lock++) {
            cluster.awaitFree("lock " + lock);
        }
        clients.forEach(LockClient::close);
        LiveCluster.await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("lockstep-")));
        cluster.close();
    }

    private void work(SplittableRandom random, long endNanos) {
        while (System.nanoTime() - endNanos < 0) {
            LockClient client = clients.get(random.nextInt(clients.size()));
            String name = "lock " + random.nextInt(LOCKS);
            try {
                switch (random.nextInt(5)) {
                    case 0 -> hold(client.acquire(name, Duration.ofMillis(random.nextInt(300))), random);
                    case 1 -> {
                        HeldLock lock = client.tryAcquire(name).orElse(null);
                        if (lock != null) {
                            hold(lock, random);
                        }
                    }
                    case 2 -> asView(client.asLock(name), random);
                    case 3 -> cancel(client.acquireAsync(LockRequest.of(name).waiting(Duration.ofMillis(500))), random);
                    default ->
                        timeOut(
                                client.acquireAsync(LockRequest.of(name).waitingForEver())
                                        .orTimeout(random.nextInt(1, 200), TimeUnit.MILLISECONDS),
                                random);
                }
            } catch (InterruptedException | LockLostException | OutcomeUnknownException e) {
                // What a caller has to expect here.
                boolean unused = Thread.interrupted();
            } catch (LockNotAcquiredException e) {
                if (e instanceof DeadlockException || e instanceof LockLimitException) {
                    flaws.add(e.toString());
                }
            } catch (RuntimeException e) {
                flaws.add(e.toString());
            }
        }
    }

    private void asView(DistributedLock lock, SplittableRandom random) throws InterruptedException {
        if (lock.tryLock(random.nextInt(300), TimeUnit.MILLISECONDS)) {
            try {
                grants.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(3));
            } finally {
                lock.unlock();
            }
        }
    }

    private static void cancel(CompletableFuture<HeldLock> future, SplittableRandom random)
            throws InterruptedException {
        try {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(5));
        } finally {
            drop(future);
        }
    }

    private void timeOut(CompletableFuture<HeldLock> future, SplittableRandom random) throws InterruptedException {
        try {
            hold(future.get(), random);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TimeoutException || e.getCause() instanceof OutcomeUnknownException)) {
                flaws.add(String.valueOf(e.getCause()));
            }
        } finally {
            drop(future);
        }
    }

    private static void drop(CompletableFuture<HeldLock> future) {
        future.cancel(false);
        var unused = future.thenCompose(HeldLock::closeAsync);
    }

    private void hold(HeldLock lock, SplittableRandom random) throws InterruptedException {
        try (lock) {
            grants.incrementAndGet();
            HeldLock other = owners.put(lock.name(), lock);
            if (other != null && other.isValid() && lock.isValid()) {
                flaws.add(other + " and " + lock + " are held");
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(3));
        } finally {
            owners.remove(lock.name(), lock);
        }
    }
}
