package io.lockstep.endtoend.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.SharedCluster;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short form of {@code scripts/attack}: what no other test sends, without the bounds of time. */
class AttackTest {

    private static final AttackRun.Pace PACE = new AttackRun.Pace(0, 0, 2);

    @SharedCluster
    static RealCluster cluster;

    @ParameterizedTest
    @ValueSource(strings = {"peer-vote", "peer-append", "peer-refused", "peer-expiry"})
    void neighboursAreServed(String name) throws Exception {
        NamedAttack attack = Attacks.named(name).shortlyOn(Setting.DEFAULT);

        AttackRun.Result run = new AttackRun(cluster, attack, PACE).run();

        assertThat(run.flaws()).as(run.toString()).isEmpty();
        assertThat(run.during().countMin()).as(run.toString()).isPositive();
        assertThat(run.terms()).as(run.toString()).isZero();
    }
}
