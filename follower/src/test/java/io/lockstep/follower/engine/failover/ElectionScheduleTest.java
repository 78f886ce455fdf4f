package io.lockstep.follower.engine.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ElectionScheduleTest {

    private static final int PATIENCE = 500;
    private static final int MAX = 4_000;

    private final ElectionSchedule schedule = new ElectionSchedule(new Random(1));
    private long nowNanos = -5_000_000_000L;

    private long dueMillis(int slot) {
        return TimeUnit.NANOSECONDS.toMillis(schedule.dueNanos(PATIENCE, MAX, slot) - nowNanos);
    }

    private void pass(long millis) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void votersHaveTheirTurnsOneAfterTheOther() {
        schedule.leaderSeen(nowNanos);
        assertThat(dueMillis(0)).isBetween(500L, 550L);
        assertThat(dueMillis(1) - dueMillis(0)).isEqualTo(PATIENCE / 5);
        pass(200);
        assertThat(dueMillis(0)).isBetween(300L, 350L);
    }

    @Test
    void eachAttemptInVainIsFollowedByALongerPauseUpToTheBound() {
        schedule.leaderSeen(nowNanos);
        long before = dueMillis(0);
        for (int attempt = 1; attempt <= 4; attempt++) {
            pass(dueMillis(0));
            schedule.attempted(nowNanos);
            assertThat(dueMillis(0)).as("pause after attempt %s", attempt).isGreaterThan(before + 100);
            before = dueMillis(0);
        }
        for (int attempt = 0; attempt < 20; attempt++) {
            schedule.attempted(nowNanos);
        }
        assertThat(dueMillis(0)).isBetween((long) MAX, MAX + 200L);
    }

    @Test
    void aLeaderOrAVoterThatIsBackEndsThePauses() {
        schedule.leaderSeen(nowNanos);
        for (int attempt = 0; attempt < 10; attempt++) {
            schedule.attempted(nowNanos);
        }
        schedule.voterReached();
        assertThat(dueMillis(0)).isBetween(500L, 550L);
        schedule.attempted(nowNanos);
        pass(10);
        schedule.leaderSeen(nowNanos);
        assertThat(dueMillis(0)).isBetween(500L, 550L);
    }

    /** The last word of a leader that was heard before an attempt does not make that attempt forgotten. */
    @Test
    void onlyNewsOfALeaderCounts() {
        schedule.leaderSeen(nowNanos);
        long heard = nowNanos;
        pass(600);
        schedule.attempted(nowNanos);
        schedule.leaderSeen(heard);
        assertThat(dueMillis(0)).isGreaterThan(700);
    }

    @Test
    void timeOfStandingStillDoesNotCount() {
        schedule.leaderSeen(nowNanos);
        pass(10_000);
        schedule.stoodStill(9_950);
        assertThat(dueMillis(0)).isBetween(450L, 550L);
    }
}
