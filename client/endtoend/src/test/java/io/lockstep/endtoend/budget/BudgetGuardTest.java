package io.lockstep.endtoend.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.budget.MeasuredCluster.Spent;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.trace.Strace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * A lock costs no more than {@code budget.properties} says: hand-overs on its way, calls that wake a thread, system
 * calls, and bytes that the servers allocate. These do not depend on how fast the machine is, nor on what else it does;
 * microseconds and context switches do, so they are not guarded.
 */
class BudgetGuardTest {

    private static final int TRACED_LOCKS = 40;
    private static final int COUNTED_LOCKS = 50;
    private static final int ROUNDS = 12;

    /** After so many nothing is done for the first time. */
    private static final int WARMUP_LOCKS = 300;

    private static final int MEASUREMENTS_MAX = 3;
    private static final long IDLE_MILLIS = 500;

    @Test
    void aLockCostsNoMoreThanItDid() throws Exception {
        String obstacle = Strace.obstacle();
        if (System.getenv("CI") != null) {
            assertThat(obstacle).isEmpty();
        }
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);

        TreeMap<String, Long> counts = new TreeMap<>();
        try (RealCluster cluster = RealCluster.start(3, "--locks-per-client", "0")) {
            Map<String, Long> pids = new LinkedHashMap<>();
            for (int number = 1; number <= cluster.size(); number++) {
                pids.put("server " + number, cluster.process(number).pid());
            }
            try (MeasuredCluster servers = new MeasuredCluster(pids)) {
                count("leader", 0, cluster, servers, counts);
                count("follower", 1, cluster, servers, counts);
            }
        }

        if (Boolean.getBoolean("budget.accept")) {
            ExpectedCounts.accept(counts);
        }
        System.out.println("The budget of a lock: " + counts);
        ExpectedCounts expected = ExpectedCounts.read();
        List<String> outlived = expected.outlived(counts);
        if (!outlived.isEmpty()) {
            System.out.println("A lock costs less than it did; scripts/budget --accept keeps it so: " + outlived);
        }
        assertThat(expected.exceeded(counts))
                .as(
                        "A lock costs more than it did. scripts/budget shows where; if it is worth that, scripts/budget --accept"
                                + " makes these the expected counts: %s",
                        counts)
                .isEmpty();
    }

    /** Counts at the server that is so many places behind the leader. */
    private static void count(
            String where, int behind, RealCluster cluster, MeasuredCluster servers, Map<String, Long> counts)
            throws IOException, InterruptedException {
        for (int i = 0; i < MEASUREMENTS_MAX; i++) {
            int leader = cluster.awaitLeader(0);
            int port = cluster.port((leader - 1 + behind) % cluster.size() + 1);
            try {
                count(where, servers, port, counts);
            } catch (IOException refused) {
                if (cluster.awaitLeader(0) == leader) {
                    throw refused;
                }
            }
            // Servers under strace on a very busy machine may lose their leader, and then other things were counted.
            if (cluster.awaitLeader(0) == leader) {
                return;
            }
        }
        Assumptions.abort("this machine is too busy to count: the leader changed each time");
    }

    private static void count(String where, MeasuredCluster servers, int port, Map<String, Long> counts)
            throws IOException, InterruptedException {
        counts.put(where + ".bytes", bytes(servers, port));
        LockTrace trace = LockTrace.of(servers, port, TRACED_LOCKS);
        CallCounts calls = trace.calls();
        counts.put(where + ".handovers", (long) trace.ways().handOvers());
        counts.put(where + ".wakeups", (long) calls.wakeUps());
        counts.put(where + ".calls", (long) calls.all());
    }

    /**
     * The bytes that all servers allocate for a lock, without what they allocate when idle: in the fastest of some
     * rounds, in which least was beside the locks.
     */
    private static long bytes(MeasuredCluster servers, int port) throws IOException, InterruptedException {
        List<Spent> rounds = new ArrayList<>();
        try (OneClient client = new OneClient(port)) {
            client.take(WARMUP_LOCKS);
            client.giveBack(WARMUP_LOCKS);
            Spent idle = servers.idle(IDLE_MILLIS);
            for (int i = 0; i < ROUNDS; i++) {
                rounds.add(servers.during(() -> client.take(COUNTED_LOCKS)));
                client.giveBack(COUNTED_LOCKS);
            }
            Spent fastest = Collections.min(rounds, Comparator.comparingLong(Spent::nanos));
            return Math.round(fastest.beyond(idle).table(COUNTED_LOCKS).bytes());
        }
    }
}
