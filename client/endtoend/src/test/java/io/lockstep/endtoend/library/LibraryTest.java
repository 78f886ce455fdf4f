package io.lockstep.endtoend.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.client.api.AcquireResult;
import io.lockstep.client.api.ConnectionState;
import io.lockstep.client.api.DeadlockException;
import io.lockstep.client.api.HeldLock;
import io.lockstep.client.api.Holder;
import io.lockstep.client.api.LockClient;
import io.lockstep.client.api.LockClientSettings;
import io.lockstep.client.api.LockLimitException;
import io.lockstep.client.api.LockRequest;
import io.lockstep.client.api.LostReason;
import io.lockstep.client.fencing.FenceGuard;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the library against real servers that are killed, and with a holder that is paused. */
@Timeout(180)
class LibraryTest {

    private static final int PAUSES = 3;

    private final List<LockClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(LockClient::close);
    }

    @Test
    void theLeaderIsKilledWhileALockIsHeldAndWhileOthersWait() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            int leader = cluster.awaitLeader(0);
            BlockingQueue<LostReason> losses = new LinkedBlockingQueue<>();
            LockClient holder = connect(cluster.addresses(leader), Duration.ofMinutes(1));
            HeldLock held = holder.acquire("Lock 1");
            held.onLost(losses::add);
            List<CompletableFuture<HeldLock>> line = new ArrayList<>();
            for (int place = 1; place <= 3; place++) {
                LockClient waiter = connect(cluster.addresses((leader + place) % 3 + 1));
                line.add(waiter.acquireAsync(LockRequest.of("Lock 1").waitingForEver()));
                awaitLine(cluster, leader, place);
            }

            cluster.kill(leader);
            int next = cluster.awaitLeader(leader);
            awaitLine(cluster, next, 3);
            RealCluster.await("the holder has moved", () -> {
                try (LineClient asker = cluster.connect(next)) {
                    String home = asker.ask("STATUS \"Lock 1\"").option("server");
                    return !home.equals(Integer.toString(leader));
                }
            });

            assertThat(losses).isEmpty();
            assertThat(held.isValid()).isTrue();
            assertThat(line).noneMatch(CompletableFuture::isDone);
            HeldLock last = held;
            for (CompletableFuture<HeldLock> each : line) {
                // First come, first served, even though the leader died, to which the holder was connected.
                last.release();
                HeldLock now = each.get(30, TimeUnit.SECONDS);
                assertThat(now.token()).isGreaterThan(last.token());
                assertThat(now.isValid()).isTrue();
                last = now;
            }
            last.release();
        }
    }

    private static void awaitLine(RealCluster cluster, int server, int length) throws InterruptedException {
        RealCluster.await(length + " clients wait", () -> {
            try (LineClient asker = cluster.connect(server)) {
                return asker.ask("WHO \"Lock 1\"").option("waiting").equals(Integer.toString(length));
            }
        });
    }

    @Test
    void withoutAMajorityTheHolderLearnsOfTheLossInTime() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            Duration ttl = Duration.ofSeconds(6);
            LockClient client = connect(cluster.addresses(1), ttl);
            BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
            client.onStateChange(states::add);
            CompletableFuture<LostReason> lost = new CompletableFuture<>();
            HeldLock lock = client.acquire("a");
            lock.onLost(lost::complete);

            long killedNanos = System.nanoTime();
            cluster.kill(2);
            cluster.kill(3);
            assertThat(lost.get(30, TimeUnit.SECONDS)).isEqualTo(LostReason.UNCONFIRMED);
            assertThat(Duration.ofNanos(System.nanoTime() - killedNanos)).isLessThan(ttl);
            assertThat(lock.isValid()).isFalse();

            cluster.restart(2);
            cluster.restart(3);
            assertThat(client.acquire("a").token()).isGreaterThan(lock.token());
            assertThat(states).contains(ConnectionState.LOST);
            RealCluster.await("it is connected", () -> client.state() == ConnectionState.CONNECTED);
        }
    }

    @Test
    void whatTheServersSayReachesTheCaller() throws Exception {
        try (RealCluster cluster = RealCluster.start(1)) {
            LockClient one = LockClient.connect(LockClientSettings.of(cluster.addresses(1))
                    .withLabel("report@db1[7] nightly")
                    .withTtl(Duration.ofSeconds(20)));
            clients.add(one);
            LockClient two = connect(cluster.addresses(1));
            HeldLock lock = one.acquire("Lock 1");

            AcquireResult.Refused refused = (AcquireResult.Refused) two.attempt(LockRequest.of("Lock 1"));
            Holder by = refused.refusal().holder().orElseThrow();
            assertThat(by.clientId()).isEqualTo(one.clientId());
            assertThat(by.label()).isEqualTo("report@db1[7] nightly");
            assertThat(by.token()).isEqualTo(lock.token());
            assertThat(by.lease().orElseThrow()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20));

            assertThatThrownBy(() -> one.acquire("b"))
                    .isInstanceOf(LockLimitException.class)
                    .hasMessageContaining("one lock per client");

            CompletableFuture<HeldLock> cancelled =
                    two.acquireAsync(LockRequest.of("Lock 1").waitingForEver());
            awaitLine(cluster, 1, 1);
            cancelled.cancel(false);
            awaitLine(cluster, 1, 0);

            CompletableFuture<LostReason> lost = new CompletableFuture<>();
            lock.onLost(lost::complete);
            try (LineClient operator = cluster.connect(1)) {
                assertThat(operator.ask("FORCE \"Lock 1\" token=" + lock.token() + " reason=test")
                                .ok())
                        .isTrue();
            }
            assertThat(lost.get(30, TimeUnit.SECONDS)).isEqualTo(LostReason.REVOKED);
        }
    }

    @Test
    void severalLocksSharedLocksAndDeadlocks() throws Exception {
        try (RealCluster cluster = RealCluster.start(1, "--locks-per-client=0")) {
            LockClient one = connect(cluster.addresses(1));
            LockClient two = connect(cluster.addresses(1));
            HeldLock both = one.acquire(LockRequest.of("a", "b"));
            assertThat(two.attempt(LockRequest.of("b", "c"))).isInstanceOf(AcquireResult.Refused.class);
            HeldLock c = two.acquire("c");
            CompletableFuture<HeldLock> waits =
                    one.acquireAsync(LockRequest.of("c").waitingForEver());
            RealCluster.await("it waits", () -> {
                try (LineClient asker = cluster.connect(1)) {
                    return asker.ask("WHO c").option("waiting").equals("1");
                }
            });
            assertThatThrownBy(() -> two.acquire("a")).isInstanceOf(DeadlockException.class);
            c.release();
            waits.get(30, TimeUnit.SECONDS).release();
            both.release();

            HeldLock reader = one.acquire(LockRequest.of("r").shared());
            assertThat(two.acquire(LockRequest.of("r").shared()).isValid()).isTrue();
            assertThat(reader.isValid()).isTrue();
            HeldLock permit = one.acquire(LockRequest.of("s").permits(2));
            assertThat(two.acquire(LockRequest.of("s").permits(2)).token()).isGreaterThan(permit.token());
        }
    }

    @Test
    void lesson6AHolderThatStoodStillNeitherHoldsNorWrites() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            FenceGuard resource = new FenceGuard();
            LockClient rival = connect(cluster.addresses(2));
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    PausedHolder.class.getName(),
                    cluster.addresses(1),
                    "3000",
                    "a");
            try (RunningProcess holder = RunningProcess.start("holder", cluster.directory(), Map.of(), command)) {
                for (int pause = 0; pause < PAUSES; pause++) {
                    long token = number(holder.awaitNext("held "));
                    assertThat(resource.check("a", token)).isTrue();
                    holder.signal("STOP");
                    HeldLock taken = rival.acquire("a");
                    assertThat(taken.token()).isGreaterThan(token);
                    assertThat(resource.check("a", taken.token())).isTrue();
                    holder.type("late");
                    holder.signal("CONT");
                    // The holder may write before it checks; the guard covers that case.
                    assertThat(number(holder.awaitNext("lost "))).isEqualTo(token);
                    assertThat(resource.check("a", token)).isFalse();
                    taken.release();
                }
            }
        }
    }

    private static long number(String line) {
        return Long.parseLong(line.split(" ")[1]);
    }

    private LockClient connect(String servers) throws InterruptedException {
        return connect(servers, LockClientSettings.TTL_DEFAULT);
    }

    private LockClient connect(String servers, Duration ttl) throws InterruptedException {
        LockClient client =
                LockClient.connect(LockClientSettings.of(servers).withTtl(ttl).withTimeout(Duration.ofSeconds(30)));
        clients.add(client);
        return client;
    }
}
