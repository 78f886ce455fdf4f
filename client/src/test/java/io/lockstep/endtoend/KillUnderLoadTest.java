package io.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.connection.Outcome;
import io.lockstep.client.connection.SessionIdentity;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** SIGKILL in the middle of a load of locks: nothing that was acknowledged is lost, and clients go on. */
class KillUnderLoadTest {

    private static final int CLIENTS = 6;
    private static final int GRANTS_BEFORE = 20;

    /** A bound against standing still, not a measurement; that is printed. */
    private static final Duration NEXT_GRANT_MAX = Duration.ofSeconds(10);

    private final List<LoadClient> clients = new ArrayList<>();

    @Test
    void theLeaderIsKilledAndClientsGoOnWithTheSameIdsAndLocks() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            List<LoadClient> holders = add(LoadClient.many(CLIENTS, cluster, "kept-", NEXT_GRANT_MAX));
            Map<LoadClient, SessionIdentity> before = new HashMap<>();
            for (LoadClient holder : holders) {
                holder.ask(Verb.LOCK);
                assertThat(holder.told()).isEqualTo(LoadClient.Told.HELD);
                before.put(holder, holder.identity());
            }
            List<LoadClient> busy = add(LoadClient.many(CLIENTS, cluster, "busy-", NEXT_GRANT_MAX));
            busy.forEach(LoadClient::start);
            awaitGrants(busy, GRANTS_BEFORE);

            int leader = cluster.awaitLeader(0);
            long killedNanos = System.nanoTime();
            busy.forEach(client -> client.watchFrom(killedNanos));
            cluster.kill(leader);
            RealCluster.await(
                    "every client is granted its lock again",
                    () -> busy.stream()
                            .allMatch(client -> client.nextGrantNanos() > 0
                                    || !client.trouble().isEmpty()));
            long everyGrantNanos =
                    busy.stream().mapToLong(LoadClient::nextGrantNanos).max().orElseThrow();
            stop(busy);

            System.out.printf(
                    "Killed the leader, server %d: every client had its next grant within %d ms%n",
                    leader, TimeUnit.NANOSECONDS.toMillis(everyGrantNanos - killedNanos));
            assertThat(busy).allSatisfy(client -> assertThat(client.trouble()).isEmpty());
            assertThat(Duration.ofNanos(everyGrantNanos - killedNanos)).isLessThan(NEXT_GRANT_MAX);
            assertThat(cluster.awaitLeader(leader)).isNotEqualTo(leader);
            for (LoadClient holder : holders) {
                assertThat(holder.ask(Verb.WHOAMI)).isInstanceOf(Outcome.Answered.class);
                assertThat(holder.identity()).isEqualTo(before.get(holder));
            }
            requireAsTold(cluster, leader % 3 + 1);
        } finally {
            closeAll();
        }
    }

    @Test
    void allServersAreKilledAndEveryAcknowledgedLockIsThereAfterwards() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            List<LoadClient> holders = add(LoadClient.many(CLIENTS, cluster, "kept-", Duration.ofSeconds(2)));
            for (LoadClient holder : holders) {
                holder.ask(Verb.LOCK);
            }
            for (int round = 0; round < 3; round++) {
                List<LoadClient> busy =
                        add(LoadClient.many(CLIENTS, cluster, "busy-" + round + "-", Duration.ofSeconds(2)));
                busy.forEach(LoadClient::start);
                awaitGrants(busy, GRANTS_BEFORE);
                // Not always at the same point of a commit.
                TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(20_000));
                cluster.killAll();
                stop(busy);
                busy.forEach(LoadClient::detach);
                for (int number = 1; number <= cluster.size(); number++) {
                    cluster.launch(number);
                }
                cluster.awaitVoters(3);
                requireAsTold(cluster, round % 3 + 1);
            }
        } finally {
            closeAll();
        }
    }

    private List<LoadClient> add(List<LoadClient> more) {
        clients.addAll(more);
        return more;
    }

    private static void awaitGrants(List<LoadClient> busy, long grants) throws InterruptedException {
        RealCluster.await(
                "the load runs",
                () -> busy.stream()
                        .allMatch(client ->
                                client.grants() >= grants || !client.trouble().isEmpty()));
    }

    private static void stop(List<LoadClient> busy) throws InterruptedException {
        for (LoadClient client : busy) {
            client.stop();
        }
    }

    /** Every client's lock stands as the client was told, to somebody who asks the leader. */
    private void requireAsTold(RealCluster cluster, int server) throws Exception {
        int certain = 0;
        try (LineClient other = cluster.connect(server)) {
            for (LoadClient client : clients) {
                assertThat(client.trouble()).as(client.name()).isEmpty();
                LineClient.Answer status = other.ask("STATUS " + client.name() + " read=sync");
                if (client.told() == LoadClient.Told.HELD) {
                    certain++;
                    assertThat(status.line())
                            .contains(" state=held owner=" + client.identity().clientId() + " ")
                            .contains(" token=" + client.token() + " ");
                } else if (client.told() == LoadClient.Told.FREE) {
                    certain++;
                    assertThat(status.line()).contains(" state=free ");
                }
            }
        }
        assertThat(certain).isGreaterThanOrEqualTo(CLIENTS);
    }

    private void closeAll() throws InterruptedException {
        for (LoadClient client : clients) {
            client.detach();
            client.stop();
        }
    }
}
