package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.common.protocol.Verb;
import io.lockstep.endtoend.cluster.AnsweredLocks;
import io.lockstep.endtoend.cluster.LoadClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SIGKILL under load: no acknowledged lock is lost, and clients continue. */
class KillUnderLoadTest {

    private static final int CLIENTS = 6;
    private static final int GRANTS_BEFORE = 40;
    private static final int ROUNDS = 2;

    /** A bound against a standstill, far more than a busy machine needs; the measured time is printed. */
    private static final Duration NEXT_GRANT_MAX = Duration.ofSeconds(60);

    /** Time limit of requests; also the delay until clients end after all servers are killed. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String ANY_NUMBER_OF_LOCKS = "--locks-per-client=0";

    private final List<LoadClient> clients = new ArrayList<>();

    @AfterEach
    void leave() throws InterruptedException {
        for (LoadClient client : clients) {
            client.detach();
            client.stop();
        }
    }

    @Test
    void theLeaderIsKilledAndClientsGoOnWithTheSameIdsAndLocks() throws Exception {
        try (RealCluster cluster = RealCluster.start(3, ANY_NUMBER_OF_LOCKS)) {
            List<LoadClient> busy = add(LoadClient.many(CLIENTS, cluster, "busy-", NEXT_GRANT_MAX));
            busy.forEach(LoadClient::start);
            awaitGrants(busy);
            Map<LoadClient, SessionIdentity> before = new HashMap<>();
            busy.forEach(client -> before.put(client, client.identity()));

            int leader = cluster.awaitLeader(0);
            long killedNanos = System.nanoTime();
            cluster.kill(leader);
            // Grants before the end of the killed process do not count.
            long deadNanos = System.nanoTime();
            busy.forEach(client -> client.watchFrom(deadNanos));
            RealCluster.await(
                    "every client is granted a lock again",
                    () -> busy.stream()
                            .allMatch(client -> client.nextGrantNanos() > 0
                                    || !client.trouble().isEmpty()));
            stop(busy);

            Duration took = Duration.ofNanos(
                    busy.stream().mapToLong(LoadClient::nextGrantNanos).max().orElseThrow() - killedNanos);
            System.out.printf(
                    "Killed the leader, server %d: every client had its next grant within %d ms%n",
                    leader, took.toMillis());
            assertThat(took).isLessThan(NEXT_GRANT_MAX);
            assertThat(cluster.awaitLeader(leader)).isNotEqualTo(leader);
            AnsweredLocks.require(cluster, leader % 3 + 1, clients, GRANTS_BEFORE);
            for (LoadClient client : busy) {
                assertThat(client.whoami()).isInstanceOf(CallOutcome.Answered.class);
                assertThat(client.identity()).isEqualTo(before.get(client));
                assertThat(client.change(Verb.RELEASE, anyHeldBy(client))).isTrue();
                assertThat(client.trouble()).isEmpty();
            }
        }
    }

    @Test
    void allServersAreKilledAndEveryAcknowledgedLockIsThereAfterwards() throws Exception {
        try (RealCluster cluster = RealCluster.start(3, ANY_NUMBER_OF_LOCKS)) {
            for (int round = 1; round <= ROUNDS; round++) {
                String prefix = "round-" + round + "-client-";
                List<LoadClient> busy = add(LoadClient.many(CLIENTS, cluster, prefix, TIMEOUT));
                busy.forEach(LoadClient::start);
                awaitGrants(busy);
                // Vary the point of a commit at which the servers are killed.
                TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(20_000));
                cluster.killAll();
                stop(busy);
                busy.forEach(LoadClient::detach);
                for (int number = 1; number <= cluster.size(); number++) {
                    cluster.launch(number);
                }
                cluster.awaitVoters(3);
                AnsweredLocks.require(cluster, round, clients, GRANTS_BEFORE);
            }
        }
    }

    private List<LoadClient> add(List<LoadClient> more) {
        clients.addAll(more);
        return more;
    }

    private static void awaitGrants(List<LoadClient> busy) throws InterruptedException {
        RealCluster.await(
                "the load runs",
                () -> busy.stream()
                        .allMatch(client -> client.grants() >= GRANTS_BEFORE
                                || !client.trouble().isEmpty()));
    }

    private static void stop(List<LoadClient> busy) throws InterruptedException {
        for (LoadClient client : busy) {
            client.stop();
        }
    }

    private static String anyHeldBy(LoadClient client) {
        return client.locks().entrySet().stream()
                .filter(lock -> lock.getValue().state() == LoadClient.LockState.HELD)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
