package io.lockstep.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.bench.BenchSettings.Mode;
import io.lockstep.client.bench.BenchSettings.Names;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which loads a command line asks for, and what it may not ask for. */
class BenchPlanTest {

    private static final List<Integer> NONE = List.of();

    @Test
    void severalNumbersOfClientsOrRatesAreSeveralLoads() {
        assertThat(plan(Mode.LOCK, List.of(1, 16), NONE, 0).loads())
                .containsExactly(new Load(1, 1, 0), new Load(16, 16, 0));
        assertThat(plan(Mode.STATUS, List.of(64), List.of(100, 200), 4).loads())
                .containsExactly(new Load(64, 4, 100), new Load(64, 4, 200));
        assertThat(plan(Mode.LOCK, List.of(1, 16), List.of(100, 200), 0).flaw()).contains("not for both");
        assertThat(plan(Mode.LOCK, List.of(1, 16), List.of(100), 0).flaw()).isEmpty();
    }

    @Test
    void numbersBelowOneAreRefused() {
        assertThat(plan(Mode.LOCK, List.of(0), NONE, 0).flaw()).contains("at least 1");
        assertThat(plan(Mode.LOCK, List.of(1), List.of(0), 0).flaw()).contains("at least 1");
        assertThat(plan(Mode.LOCK, List.of(1), NONE, -1).flaw()).contains("--connections must be");
        assertThat(plan(Mode.LOCK, List.of(2), NONE, 3).flaw()).contains("--connections must be");
    }

    @Test
    void clientsOfOneLockNeedAConnectionEach() {
        for (Mode mode : List.of(Mode.HOT, Mode.SHARED, Mode.HANDOVER)) {
            assertThat(plan(mode, List.of(64), NONE, 0).flaw()).isEmpty();
            assertThat(plan(mode, List.of(64), NONE, 64).flaw()).isEmpty();
            assertThat(plan(mode, List.of(64), NONE, 4).flaw())
                    .isEqualTo("clients of one lock need a connection each, since a connection is one session and takes"
                            + " a lock once; leave out --connections");
            assertThat(plan(mode, List.of(64), NONE, 0).names()).isEqualTo(Names.ONE);
        }
        assertThat(plan(Mode.STATUS, List.of(64), NONE, 4).needsSeveralLocks()).isFalse();
        assertThat(plan(Mode.LOCK, List.of(64), NONE, 4).needsSeveralLocks()).isTrue();
        assertThat(plan(Mode.LOCK, List.of(64), NONE, 0).needsSeveralLocks()).isFalse();
    }

    @Test
    void aConnectionTakesSoManyRequestsAtATime() {
        assertThat(plan(Mode.STATUS, List.of(256), NONE, 2).flaw()).isEmpty();
        assertThat(plan(Mode.STATUS, List.of(257), NONE, 2).flaw()).contains("128 requests at a time");
    }

    @Test
    void whatAModeDoesNotHaveIsRefused() {
        assertThat(plan(Mode.FAILOVER, List.of(3), NONE, 0).flaw()).isEmpty();
        assertThat(plan(Mode.FAILOVER, List.of(3, 4), NONE, 0).flaw()).contains("--mode failover");
        assertThat(plan(Mode.FAILOVER, List.of(3), List.of(10), 0).flaw()).contains("--mode failover");
        assertThat(new BenchPlan(Mode.HOT, Names.DISTINCT, List.of(2), NONE, 0, 0).flaw())
                .contains("--mode hot is about one lock");
        assertThat(new BenchPlan(Mode.SHARED, Names.DISTINCT, List.of(2), NONE, 0, 0).flaw())
                .isEmpty();
        assertThat(new BenchPlan(Mode.LOCK, null, List.of(2), NONE, 0, 50).flaw())
                .contains("--mode mixed");
        assertThat(new BenchPlan(Mode.MIXED, null, List.of(2), NONE, 0, 101).flaw())
                .contains("1 to 100");
    }

    private static BenchPlan plan(Mode mode, List<Integer> clients, List<Integer> rates, int connections) {
        return new BenchPlan(mode, null, clients, rates, connections, 0);
    }
}
