package io.lockstep.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.simulation.live.LiveCluster;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LastingThreadTest {

    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private final CompletableFuture<Throwable> reported = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile Thread newest;

    @Test
    void anInterruptDoesNotEndIt() {
        LastingThread lasting = new LastingThread("lasting", this::thread, this::round, () -> ended.complete(null));
        lasting.start(0);
        LiveCluster.await(() -> rounds.get() > 1);
        newest.interrupt();
        int before = rounds.get();
        LiveCluster.await(() -> rounds.get() > before + 1);
        assertThat(made).hasValue(1);
        lasting.stop();
        LiveCluster.await(() -> !newest.isAlive());
        assertThat(ended).isNotDone();
    }

    @Test
    void afterAnErrorAnotherThreadTakesItsPlace() {
        LastingThread lasting = new LastingThread(
                "lasting",
                this::thread,
                () -> {
                    if (round() > 0 && rounds.get() == 2) {
                        throw new OutOfMemoryError("as if");
                    }
                    return 1_000;
                },
                () -> ended.complete(null));
        lasting.start(0);
        LiveCluster.await(() -> rounds.get() > 3);
        assertThat(reported.join()).hasMessage("as if");
        assertThat(made).hasValue(2);
        lasting.stop();
    }

    @Test
    void whereNoThreadCanTakeItsPlaceItSaysSo() {
        LastingThread lasting = new LastingThread(
                "lasting",
                task -> {
                    if (made.get() > 0) {
                        throw new OutOfMemoryError("no thread");
                    }
                    return thread(task);
                },
                () -> {
                    throw new OutOfMemoryError("as if");
                },
                () -> ended.complete(null));
        lasting.start(0);
        ended.join();
    }

    private long round() {
        rounds.incrementAndGet();
        return TimeUnit.MILLISECONDS.toNanos(1);
    }

    private Thread thread(Runnable task) {
        made.incrementAndGet();
        Thread thread = new Thread(task);
        thread.setUncaughtExceptionHandler((dead, error) -> reported.complete(error));
        newest = thread;
        return thread;
    }
}
