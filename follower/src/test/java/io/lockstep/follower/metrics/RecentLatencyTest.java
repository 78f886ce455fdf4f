package io.lockstep.follower.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecentLatencyTest {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final LatencyHistogram histogram = LatencyHistogram.ofWork();
    private final RecentLatency recent = new RecentLatency(histogram, 0);

    private void add(int times, long micros) {
        for (int i = 0; i < times; i++) {
            histogram.add(TimeUnit.MICROSECONDS.toNanos(micros));
        }
    }

    @Test
    void aQuantileIsTheBoundOfItsBucket() {
        assertThat(recent.quantileMicros(0.99)).isZero();
        add(99, 900);
        assertThat(recent.quantileMicros(0.99)).isEqualTo(1_000);
        add(1, 40_000);
        assertThat(recent.quantileMicros(0.99)).isEqualTo(1_000);
        add(1, 40_000);
        assertThat(recent.quantileMicros(0.99)).isEqualTo(50_000);
        assertThat(recent.quantileMicros(0.5)).isEqualTo(1_000);
    }

    @Test
    void whatIsBeyondTheLastBoundCountsAsThatBound() {
        add(1, 60_000_000);
        assertThat(recent.quantileMicros(0.99)).isEqualTo(5_000_000);
    }

    @Test
    void whatIsOlderThanTwoMinutesIsForgotten() {
        add(1, 40_000);
        recent.tick(MINUTE);
        assertThat(recent.quantileMicros(0.99)).isEqualTo(50_000);
        add(1, 200);
        recent.tick(2 * MINUTE);
        assertThat(recent.quantileMicros(0.99)).isEqualTo(250);
        recent.tick(3 * MINUTE);
        assertThat(recent.quantileMicros(0.99)).isZero();
    }
}
