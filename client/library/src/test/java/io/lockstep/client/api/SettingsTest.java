package io.lockstep.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.client.inspect.LockObserver;
import io.lockstep.simulation.live.LiveCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Settings at their limits, and what a program may give in. */
@Timeout(60)
class SettingsTest {

    private static final LockClientSettings SETTINGS = LockClientSettings.of("127.0.0.1:1");
    private static final Duration FOR_EVER = LockRequest.FOR_EVER;

    @Test
    void longTimesAreTakenAsTheLongestPossible() {
        assertThat(SETTINGS.withTtl(FOR_EVER).ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(SETTINGS.withTtl(Duration.ofDays(1_000)).ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(SETTINGS.withTimeout(FOR_EVER).timeout()).isEqualTo(Duration.ofHours(24));
        assertThat(SETTINGS.withTimeout(Duration.ofNanos(Long.MAX_VALUE)).timeout())
                .isEqualTo(Duration.ofHours(24));
        assertThatThrownBy(() -> LockRequest.of("a").delay(FOR_EVER)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SETTINGS.withTtl(Duration.ofNanos(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SETTINGS.withTimeout(Duration.ofSeconds(Long.MIN_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LockRequest.of("a").waiting(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWaitWithoutEndDoesNotOverflow() {
        LockRequest request = LockRequest.of("a").waitingForEver();
        assertThat(request.waitLeft(TimeUnit.DAYS.toNanos(300))).isGreaterThan(Duration.ofDays(1_000_000));
        assertThat(request.call(request.waitLeft(1)).options()).containsEntry("wait", "24h");
        assertThat(LockRequest.of("a")
                        .waiting(Duration.ofNanos(1))
                        .call(Duration.ofNanos(1))
                        .waitMillis())
                .isEqualTo(1);
    }

    @Test
    void tooManyNamesAreRefusedAtOnce() {
        List<String> names = new ArrayList<>();
        for (int number = 0; number < 16; number++) {
            names.add("lock " + number);
        }
        assertThat(LockRequest.of("a", names.subList(0, 15).toArray(String[]::new))
                        .names())
                .hasSize(16);
        assertThatThrownBy(() -> LockRequest.of("a", names.toArray(String[]::new)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16");
    }

    @Test
    void aLongNameIsCut() {
        String label = SETTINGS.withName("ü".repeat(240)).label();
        assertThat(label.getBytes(StandardCharsets.UTF_8).length).isBetween(250, 255);
        assertThat(label).startsWith("ü").contains("@").endsWith("]");
        assertThat(SETTINGS.withName("a\nb").label()).startsWith("ab@");
    }

    @Test
    void threadsAndExecutorAreThoseOfTheProgram() throws Exception {
        List<Thread> made = new CopyOnWriteArrayList<>();
        List<String> events = new CopyOnWriteArrayList<>();
        CompletableFuture<String> lost = new CompletableFuture<>();
        try (LiveCluster cluster = new LiveCluster("one", 1, 0)) {
            LockClientSettings settings = LockClientSettings.of(cluster.addresses())
                    .withThreads(task -> {
                        Thread thread = new Thread(task);
                        thread.setDaemon(true);
                        made.add(thread);
                        return thread;
                    })
                    .withExecutor(task -> new Thread(task, "of the program").start())
                    .withObserver(new Recording(events));
            try (LockClient client = LockClient.connect(settings)) {
                HeldLock a = client.acquireAsync(LockRequest.of("a")).get();
                a.onLost(reason -> lost.complete(Thread.currentThread().getName()));
                cluster.holdElsewhere("b");
                assertThat(client.tryAcquire("b")).isEmpty();
                client.acquire("c").close();
                cluster.force("a");
                assertThat(lost.get()).isEqualTo("of the program");
                LiveCluster.await(() -> events.size() == 5);
            }
        }
        assertThat(events)
                .containsExactly("granted [a]", "not [b] HELD", "granted [c]", "released [c]", "lost [a] REVOKED");
        assertThat(made).extracting(Thread::getName).contains("lockstep-keep-alive", "lockstep-lease");
    }

    @Test
    void anErrorInAThreadOfTheProgramFailsTheRequest() throws InterruptedException {
        AtomicBoolean broken = new AtomicBoolean();
        List<Thread> made = new CopyOnWriteArrayList<>();
        try (LiveCluster cluster = new LiveCluster("one", 1);
                LockClient client = LockClient.connect(
                        LockClientSettings.of(cluster.addresses()).withExecutor(task -> {
                            if (broken.get()) {
                                throw new OutOfMemoryError("no thread");
                            }
                            Thread thread = new Thread(task);
                            made.add(thread);
                            thread.start();
                        }))) {
            cluster.holdElsewhere("a");
            CompletableFuture<HeldLock> wait =
                    client.acquireAsync(LockRequest.of("a").waiting(Duration.ofMinutes(1)));
            cluster.awaitWaiting("a", 1);
            LiveCluster.await(() -> made.stream().noneMatch(Thread::isAlive));
            broken.set(true);
            cluster.free("a");
            assertThatThrownBy(wait::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
            broken.set(false);
            cluster.awaitFree("a");
            client.acquire("b").close();
        }
    }

    private record Recording(List<String> events) implements LockObserver {

        @Override
        public void granted(List<String> names, long token, Duration took) {
            events.add("granted " + names);
        }

        @Override
        public void notGranted(List<String> names, String why, Duration took) {
            events.add("not " + names + " " + why);
        }

        @Override
        public void released(List<String> names, long token, Duration held) {
            events.add("released " + names);
        }

        @Override
        public void lost(List<String> names, long token, String reason, Duration held) {
            events.add("lost " + names + " " + reason);
        }
    }
}
