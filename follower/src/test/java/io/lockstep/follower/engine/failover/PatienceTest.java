package io.lockstep.follower.engine.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time-outs grow with stalls that recur and shrink afterwards, and a time of standing still does not count. */
class PatienceTest {

    private static final int BASE = 500;
    private static final long TERM = 3;

    private long nowNanos = -7_000_000_000L;
    private final Patience patience = new Patience(BASE, () -> nowNanos);

    @BeforeEach
    void start() {
        patience.start();
        patience.heard(TERM);
    }

    private void pass(long millis) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Ticks as they should come, and a leader that is heard each time. */
    private void runWell(long millis) {
        for (long passed = 0; passed < millis; passed += Patience.TICK_MILLIS) {
            pass(Patience.TICK_MILLIS);
            patience.ticked();
            patience.heard(TERM);
        }
    }

    private void standStill(long millis) {
        pass(Patience.TICK_MILLIS + millis);
        patience.ticked();
        patience.heard(TERM);
    }

    @Test
    void aWellMachineKeepsTheBase() {
        runWell(60_000);
        assertThat(patience.electionMillis()).isEqualTo(BASE);
        assertThat(patience.quorumMillis()).isEqualTo(BASE * 9 / 10);
    }

    @Test
    void aFewStallsAreAccidentsHoweverLong() {
        for (int i = 0; i < StallRecord.ACCIDENTS; i++) {
            standStill(3_000);
            runWell(1_000);
        }
        assertThat(patience.usualMillis()).isEqualTo(BASE);
    }

    @Test
    void stallsThatRecurMakeItPatientUpToTheBoundAndAreForgotten() {
        for (int i = 0; i <= StallRecord.ACCIDENTS; i++) {
            standStill(200 + 10 * i);
        }
        assertThat(patience.usualMillis()).isEqualTo(BASE + 4 * 200);
        for (int i = 0; i <= StallRecord.ACCIDENTS; i++) {
            standStill(2_000);
        }
        assertThat(patience.usualMillis()).isEqualTo(Patience.MILLIS_MAX);
        runWell(1_000L * StallRecord.SECONDS + 2 * BASE);
        assertThat(patience.electionMillis()).as("forgotten").isEqualTo(BASE);
    }

    @Test
    void lateHeartbeatsMakeItPatient() {
        for (int i = 0; i <= StallRecord.ACCIDENTS; i++) {
            runWell(1_000);
            for (int tick = 0; tick < 8; tick++) {
                pass(Patience.TICK_MILLIS);
                patience.ticked();
            }
            patience.heard(TERM);
        }
        patience.ticked();
        assertThat(patience.usualMillis()).isEqualTo(BASE + 4 * 350);
    }

    @Test
    void theTimeBetweenTwoLeadersIsNoLateHeartbeat() {
        for (long term = TERM + 1; term < TERM + 2 * StallRecord.ACCIDENTS; term++) {
            for (int tick = 0; tick < 40; tick++) {
                pass(Patience.TICK_MILLIS);
                patience.ticked();
            }
            patience.heard(term);
        }
        assertThat(patience.usualMillis()).isEqualTo(BASE);
    }

    /** The leader was heard just before. Whoever asks first after the standstill, the engine or a tick. */
    @Test
    void aServerThatStoodStillTrustsItsLeaderUntilItHasListenedAgain() {
        pass(60_000);
        assertThat(patience.electionMillis()).as("before the next tick").isGreaterThan(60_000);
        assertThat(patience.quorumMillis()).isGreaterThan(60_000);
        patience.ticked();
        assertThat(patience.electionMillis()).as("after it").isGreaterThan(60_000);
        for (int tick = 0; tick < BASE / Patience.TICK_MILLIS; tick++) {
            pass(Patience.TICK_MILLIS);
            patience.ticked();
        }
        assertThat(patience.electionMillis())
                .as("after listening as long as usual")
                .isEqualTo(BASE);
    }

    @Test
    void aLeaderWithoutAMajorityGivesUpWithinItsBoundHoweverManyStallsThereWere() {
        for (int i = 0; i <= StallRecord.ACCIDENTS; i++) {
            standStill(2_000);
        }
        runWell(5_000);
        assertThat(patience.usualMillis()).isEqualTo(Patience.MILLIS_MAX);
        assertThat(patience.quorumMillis()).isEqualTo(Patience.QUORUM_MILLIS_MAX);
    }

    @Test
    void votesAskedForAreNotedOnce() {
        assertThat(patience.askedForVotes()).isFalse();
        patience.askingForVotes();
        patience.askingForVotes();
        assertThat(patience.askedForVotes()).isTrue();
        assertThat(patience.askedForVotes()).isFalse();
    }
}
