package io.lockstep.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyTest {

    @Test
    void eachPointIsTheTimeWithinWhichSoManyWereAnswered() {
        Histogram nanos = new Histogram(3);
        for (int i = 1; i <= 100_000; i++) {
            nanos.recordValue(i * 1_000L);
        }
        Latency latency = Latency.of(nanos);
        assertThat(latency.count()).isEqualTo(100_000);
        assertThat(latency.p50Millis()).isCloseTo(50, within(0.1));
        assertThat(latency.p90Millis()).isCloseTo(90, within(0.1));
        assertThat(latency.p99Millis()).isCloseTo(99, within(0.1));
        assertThat(latency.p999Millis()).isCloseTo(99.9, within(0.1));
        assertThat(latency.p9999Millis()).isCloseTo(99.99, within(0.1));
        assertThat(latency.maxMillis()).isCloseTo(100, within(0.1)).isGreaterThanOrEqualTo(latency.p9999Millis());
    }

    @Test
    void nothingMeasuredIsZero() {
        assertThat(Latency.of(new Histogram(3))).isEqualTo(new Latency(0, 0, 0, 0, 0, 0, 0));
    }
}
