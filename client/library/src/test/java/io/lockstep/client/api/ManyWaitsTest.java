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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Very many waits of one client: none is in the way of another request, and none needs a thread. */
@Timeout(60)
class ManyWaitsTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    /** More than a connection has requests under way. */
    private static final int MANY = 400;

    private final LiveCluster cluster = new LiveCluster("one", 3, 0);
    private LockClient holder;
    private LockClient client;

    @BeforeEach
    void connect() throws InterruptedException {
        holder = LockClient.connect(cluster.addresses());
        client = LockClient.connect(LockClientSettings.of(cluster.addresses()).withTimeout(Duration.ofSeconds(5)));
    }

    @AfterEach
    void stop() {
        client.close();
        holder.close();
        cluster.close();
    }

    @Test
    void theyDelayNoReleaseAndNoLockThatIsFree() throws Exception {
        List<HeldLock> theirs = held(MANY);
        String last = "LOCK \"held " + (MANY - 1);
        cluster.awaitLine(last);
        HeldLock mine = client.acquire("mine");
        List<CompletableFuture<HeldLock>> waits = waits(MANY);
        LiveCluster.await(() -> cluster.waiting("held 99") == 1);
        within(Duration.ofSeconds(3), () -> {
            mine.release();
            assertThat(cluster.owner("mine")).isZero();
            client.acquire("free").release();
        });
        // One that has no place at the cluster and was refused there, and one that has.
        cluster.awaitLine(last);
        client.acquire("free").release();
        theirs.get(MANY - 1).close();
        assertThat(waits.get(MANY - 1).get().isValid()).isTrue();
        theirs.get(0).close();
        assertThat(waits.get(0).get().isValid()).isTrue();
        within(Duration.ofSeconds(2), client::close);
        assertThat(cluster.owner("held 0")).isZero();
        assertThat(cluster.waiting("held 1")).isZero();
        waits.subList(1, MANY - 1)
                .forEach(wait -> assertThatThrownBy(wait::join)
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(LockServiceUnavailableException.class)
                        .hasMessageContaining("this client is closed"));
    }

    @Test
    void theyNeedNoThreads() throws Exception {
        var unused = held(MANY);
        List<CompletableFuture<HeldLock>> waits = waits(MANY);
        LiveCluster.await(() -> cluster.waiting("held 99") == 1);
        LiveCluster.await(() -> threads() < 30);
        cluster.server(1).close();
        LiveCluster.await(() -> cluster.waiting("held 99") == 1 && client.state() == ConnectionState.CONNECTED);
        LiveCluster.await(() -> threads() < 30);
        assertThat(waits).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void thoseThatTimeOutLeaveNothingBehind() throws Exception {
        var unused = held(1);
        List<CompletableFuture<HeldLock>> waits = IntStream.range(0, 1_000)
                .mapToObj(each -> client.acquireAsync(LockRequest.of("held 0").waiting(LONG))
                        .orTimeout(20, TimeUnit.MILLISECONDS))
                .toList();
        waits.forEach(wait -> assertThatThrownBy(wait::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class));
        within(Duration.ofSeconds(1), () -> client.acquire("free").close());
        cluster.awaitWaiting("held 0", 0);
        assertThat(cluster.linesSoFar("LOCK \"held 0\" wait").size()).isLessThan(300);
        LiveCluster.await(() -> threads() < 30);
    }

    @Test
    void aLockThatIsTriedAgainGivesUpItsTurn() throws Exception {
        HeldLock mine = client.acquire("mine");
        cluster.always(Verb.LOCK, Fault.NO_LEADER);
        CompletableFuture<HeldLock> retried = client.acquireAsync(LockRequest.of("a"));
        cluster.awaitLine("LOCK a req=2");
        within(Duration.ofSeconds(1), mine::release);
        cluster.clearFaults();
        assertThat(retried.get().isValid()).isTrue();
        assertThat(cluster.linesSoFar("LOCK a req=2")).isEmpty();
    }

    @Test
    void whatIsCancelledBeforeItIsSentIsNotSent() throws Exception {
        cluster.next(Verb.LOCK, Fault.HOLD_ANSWER);
        CompletableFuture<HeldLock> first = client.acquireAsync(LockRequest.of("a"));
        cluster.awaitLine("LOCK a");
        CompletableFuture<HeldLock> second =
                client.acquireAsync(LockRequest.of("b").waiting(LONG));
        second.cancel(false);
        LiveCluster.await(() -> {
            cluster.sendHeldAnswers();
            return first.isDone();
        });
        first.get().close();
        client.acquire("c").close();
        assertThat(cluster.linesSoFar("LOCK b")).isEmpty();
    }

    private List<HeldLock> held(int count) {
        return IntStream.range(0, count)
                .mapToObj(each -> holder.acquireAsync(LockRequest.of("held " + each)))
                .map(CompletableFuture::join)
                .toList();
    }

    private List<CompletableFuture<HeldLock>> waits(int count) {
        return IntStream.range(0, count)
                .mapToObj(each ->
                        client.acquireAsync(LockRequest.of("held " + each).waiting(LONG)))
                .toList();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lockstep-"))
                .count();
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void within(Duration limit, Step step) throws Exception {
        long begun = System.nanoTime();
        step.run();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(limit);
    }
}
