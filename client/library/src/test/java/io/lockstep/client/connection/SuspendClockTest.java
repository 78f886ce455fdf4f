package io.lockstep.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SuspendClockTest {

    private static final long SECOND = 1_000_000_000;

    private long monotonicNanos = 5 * SECOND;
    private long wallMillis = 1_700_000_000_000L;
    private OptionalLong bootNanos = OptionalLong.empty();

    private SuspendClock clock() {
        return new SuspendClock(() -> monotonicNanos, () -> wallMillis, () -> bootNanos);
    }

    @Test
    void awakeItIsTheMonotonicClock() {
        SuspendClock clock = clock();
        monotonicNanos += 7 * SECOND;
        wallMillis += 7_050;
        assertThat(clock.nanoTime()).isEqualTo(12 * SECOND);
        // Set back.
        wallMillis -= 3_600_000;
        assertThat(clock.nanoTime()).isEqualTo(12 * SECOND);
    }

    @Test
    void aSuspendCountsWhereOnlyTheWallClockShowsIt() {
        SuspendClock clock = clock();
        monotonicNanos += SECOND;
        wallMillis += 61_000;
        assertThat(clock.nanoTime()).isEqualTo(66 * SECOND);
        monotonicNanos += SECOND;
        wallMillis += 1_000;
        assertThat(clock.nanoTime()).isEqualTo(67 * SECOND);
    }

    @Test
    void whereTheTimeSinceBootIsKnownAClockThatIsSetForwardIsNoSuspend() {
        bootNanos = OptionalLong.of(100 * SECOND);
        SuspendClock clock = clock();
        monotonicNanos += SECOND;
        bootNanos = OptionalLong.of(101 * SECOND);
        wallMillis += 3_600_000;
        assertThat(clock.nanoTime()).isEqualTo(6 * SECOND);
        monotonicNanos += SECOND;
        bootNanos = OptionalLong.of(132 * SECOND);
        wallMillis += 31_000;
        assertThat(clock.nanoTime()).isEqualTo(37 * SECOND);
    }

    @Test
    void theClockOfTheProcessRuns() {
        SuspendClock clock = new SuspendClock();
        long before = System.nanoTime();
        assertThat(clock.nanoTime()).isBetween(before, System.nanoTime());
    }
}
