package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A grant with its own lease, in an idle cluster whose leader is killed after most of the lease: it survives, never
 * ends early, and the new leader goes on from where the lease was.
 */
class OwnLeaseSurvivalTest {

    private static final long LEASE_MILLIS = 3_000;
    private static final long BEFORE_THE_KILL_MILLIS = 2_000;

    /** The promise, and what a busy machine needs to tell. */
    private static final long LATE_MILLIS_MAX = 1_000 + 500;

    @Test
    void itEndsInTimeAlsoIfTheLeaderIsKilledAfterMostOfIt() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            int leader = cluster.awaitLeader(0);
            int follower = leader % 3 + 1;
            long sentNanos = System.nanoTime();
            String key;
            try (LineClient holder = cluster.connect(follower)) {
                key = holder.ask("LOCK x lease=" + LEASE_MILLIS + "ms").option("key");
            }
            try (LineClient next = cluster.connect(follower)) {
                next.send("LOCK x wait=1m");
                TimeUnit.MILLISECONDS.sleep(BEFORE_THE_KILL_MILLIS - millisSince(sentNanos));
                long killedNanos = System.nanoTime();
                cluster.kill(leader);
                long withoutLeaderMillis = leaderless(cluster, follower, killedNanos);

                LineClient.Answer granted = next.answer();
                long tookMillis = millisSince(sentNanos);
                assertThat(granted.line()).startsWith("OK LOCK x token=2 ");
                assertThat(tookMillis).isBetween(LEASE_MILLIS, LEASE_MILLIS + withoutLeaderMillis + LATE_MILLIS_MAX);
                try (LineClient late = cluster.connect(follower)) {
                    assertThat(late.ask("RELEASE x key=" + key).line()).startsWith("ERR NOT_OWNER ");
                }
                System.out.printf(
                        "A lease of %d ms ended after %d ms, %d ms of which had no leader%n",
                        LEASE_MILLIS, tookMillis, withoutLeaderMillis);
            }
        }
    }

    /** Returns how long the cluster had no leader, at most: a read that a leader confirms tells when it has one. */
    private static long leaderless(RealCluster cluster, int follower, long killedNanos) throws Exception {
        try (LineClient reader = cluster.connect(follower)) {
            RealCluster.await("a leader", () -> reader.ask("STATUS x read=sync").ok());
        }
        return millisSince(killedNanos);
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
