package io.lockstep.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.client.inspect.LockState;
import io.lockstep.client.inspect.Participants;
import io.lockstep.client.inspect.RunningWatch;
import io.lockstep.client.inspect.WatchEvent;
import io.lockstep.simulation.live.LiveCluster;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client sees of locks beside taking them: status, who, watch, and the lock as one of the JDK. */
@Timeout(60)
@SuppressWarnings("LockNotBeforeTry") // The tests are about locking and unlocking.
class InspectionTest extends LockClientCase {

    @Test
    void statusAndWhoDescribeTheLock() throws InterruptedException {
        assertThat(client.status("a").state()).isEqualTo(LockState.State.FREE);
        cluster.holdElsewhere("a", "backup@db2[9]");
        CompletableFuture<HeldLock> wait =
                client.acquireAsync(LockRequest.of("a").waiting(LONG));
        cluster.awaitWaiting("a", 1);
        LockState status = client.status("a");
        assertThat(status.state()).isEqualTo(LockState.State.HELD);
        assertThat(status.holder()).hasValueSatisfying(holder -> {
            assertThat(holder.label()).isEqualTo("backup@db2[9]");
            assertThat(holder.token()).isEqualTo(cluster.token("a"));
        });
        assertThat(status.waiting()).isEqualTo(1);
        Participants who = client.who("a");
        assertThat(who.holders()).hasSize(1);
        assertThat(who.waiters()).hasSize(1).first().satisfies(waiter -> {
            assertThat(waiter.clientId()).isEqualTo(client.clientId());
            assertThat(waiter.remaining()).isPresent();
        });
        assertThat(who.complete()).isTrue();
        wait.cancel(false);
    }

    @Test
    void aWatchTellsWhatHappensAlsoAtTheNextServer() throws InterruptedException {
        List<WatchEvent> events = new CopyOnWriteArrayList<>();
        RunningWatch watch = client.watch("a", events::add);
        await(events, "FREE");
        cluster.holdElsewhere("a");
        await(events, "GRANTED");
        cluster.server(1).cut();
        await(events, "GAP");
        await(events, "HELD");
        cluster.free("a");
        await(events, "RELEASED");
        watch.close();
        cluster.awaitLine("UNWATCH");
    }

    private static void await(List<WatchEvent> events, String kind) {
        LiveCluster.await(() -> events.stream().anyMatch(event -> event.kind().equals(kind)));
    }

    @Test
    void aListenerCanBeRemoved() throws InterruptedException {
        List<ConnectionState> kept = new CopyOnWriteArrayList<>();
        List<ConnectionState> removed = new CopyOnWriteArrayList<>();
        Consumer<ConnectionState> listener = removed::add;
        client.onStateChange(listener);
        client.onStateChange(kept::add);
        client.removeStateListener(listener);
        client.acquire("a");
        cluster.expireSessions();
        LiveCluster.await(() -> kept.contains(ConnectionState.LOST));
        assertThat(removed).isEmpty();
    }

    @Test
    void theLockOfTheJdkHasItsTokenAndItsLoss() throws Exception {
        DistributedLock lock = client.asLock("a");
        assertThat(lock.isValid()).isFalse();
        assertThatThrownBy(lock::token).isInstanceOf(IllegalMonitorStateException.class);
        lock.lock();
        CompletableFuture<LostReason> lost = new CompletableFuture<>();
        lock.onLost(lost::complete);
        assertThat(lock.token()).isEqualTo(cluster.token("a"));
        assertThat(lock.isValid()).isTrue();
        assertThat(lock.remaining()).isPositive();
        cluster.force("a");
        assertThat(lost.get()).isEqualTo(LostReason.REVOKED);
        assertThat(lock.isValid()).isFalse();
        assertThatThrownBy(lock::unlock).isInstanceOf(LockLostException.class);

        DistributedLock shared = client.asLock(LockRequest.of("s").shared());
        assertThat(client.asLock(LockRequest.of("s").shared())).isSameAs(shared);
        try (LockClient other = LockClient.connect(cluster.addresses())) {
            other.acquire(LockRequest.of("s").shared());
            assertThat(shared.tryLock()).isTrue();
            assertThat(cluster.holders("s")).isEqualTo(2);
            shared.unlock();
            DistributedLock permit = client.asLock(LockRequest.of("p").permits(2));
            permit.lock();
            permit.unlock();
        }
    }
}
