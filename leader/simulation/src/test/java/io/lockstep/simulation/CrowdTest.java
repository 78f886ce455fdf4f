package io.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.simulation.network.ClientLink;
import io.lockstep.simulation.time.Randomness;
import io.lockstep.simulation.time.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten thousand clients of all servers wait for one lock. Joining the queue costs the same for any length, and so does a
 * release: it causes one grant, to the next in the queue. There is no thundering herd.
 */
class CrowdTest {

    private static final int CROWD = 10_000;
    private static final long WITHIN_MICROS = 120_000_000;

    private final Scheduler scheduler = new Scheduler(new Randomness(1));
    private final List<Integer> granted = new ArrayList<>();
    private final TreeMap<Long, Integer> byPlace = new TreeMap<>();
    private int givenBack;
    private int released;
    private long lines;

    @ParameterizedTest(name = "{0} servers")
    @ValueSource(ints = {1, 3})
    @Timeout(120)
    void joinsAndGrantsAtConstantCost(int servers) {
        SimulatedCluster cluster = cluster(servers);
        Member holder = new Member(0, cluster);
        await(() -> granted.size() == 1);
        for (int number = 1; number <= CROWD; number++) {
            new Member(number, cluster);
        }
        await(() -> byPlace.size() == CROWD);
        assertThat(queueSteps(cluster)).as("steps to join").allSatisfy(CrowdTest::isConstantForEach);
        lines = 0;
        long entriesBefore = cluster.observer().log().size();

        holder.release();
        await(() -> released == CROWD + 1);

        assertThat(queueSteps(cluster)).as("steps to join and to be granted").allSatisfy(CrowdTest::isConstantForEach);
        List<Integer> inOrder = new ArrayList<>(List.of(0));
        inOrder.addAll(byPlace.values());
        assertThat(granted).isEqualTo(inOrder);
        // One line each to the releasing client and the granted one: the entry of the release also grants.
        assertThat(lines).isEqualTo(2L * CROWD + 1);
        assertThat(cluster.observer().log().size() - entriesBefore).isEqualTo(CROWD + 1);
    }

    /** Returns for each server how many positions in queues it has visited. */
    private static List<Long> queueSteps(SimulatedCluster cluster) {
        return cluster.servers().stream()
                .map(server -> server.node().machine().queueSteps())
                .toList();
    }

    /** A server that walks the queue once for each client would take fifty million steps. */
    private static void isConstantForEach(long steps) {
        assertThat(steps).isLessThanOrEqualTo(3L * CROWD);
    }

    private SimulatedCluster cluster(int servers) {
        Trace trace = new Trace(scheduler, null);
        Observer observer = new Observer(scheduler, trace, List.of(), Long.MAX_VALUE);
        SimulatedCluster cluster =
                new SimulatedCluster(Plan.calm(servers), scheduler, new Randomness(2), observer, trace);
        cluster.found("cluster");
        scheduler.after(1, cluster::startAll);
        await(() -> cluster.isLevel() && isRegistered(cluster, servers));
        return cluster;
    }

    private static boolean isRegistered(SimulatedCluster cluster, int servers) {
        return cluster.servers().stream()
                .allMatch(server -> server.node().machine().servers().size() == servers);
    }

    private void await(BooleanSupplier condition) {
        long untilMicros = scheduler.nowMicros() + WITHIN_MICROS;
        while (!condition.getAsBoolean()) {
            assertThat(scheduler.nowMicros())
                    .as(byPlace.size() + " queued, " + granted.size() + " granted")
                    .isLessThan(untilMicros);
            scheduler.step();
        }
    }

    /** One client, which releases the lock as soon as it has it. */
    private final class Member implements ClientLink.Listener {
        private final int number;
        private final ClientLink link;

        Member(int number, SimulatedCluster cluster) {
            this.number = number;
            int server = 1 + number % cluster.servers().size();
            link = cluster.network().connect(1_000 + number, server, this);
        }

        void release() {
            givenBack++;
            link.send("RELEASE crowded");
        }

        @Override
        public void line(String text) {
            lines++;
            ServerLine line = ReplyParser.parse(text).orElseThrow();
            switch (line.word()) {
                case "LOCKSTEP" -> link.send("LOCK crowded wait=1h");
                case "QUEUED" -> byPlace.put(line.number("pos", 0), number);
                case "LOCK" -> {
                    assertThat(granted).as("nobody has it while another does").hasSize(givenBack);
                    granted.add(number);
                    if (number > 0) {
                        release();
                    }
                }
                case "RELEASE" -> released++;
                default -> throw new AssertionError(number + " was told " + text);
            }
        }

        @Override
        public void closed() {
            throw new AssertionError(number + " was closed");
        }
    }
}
