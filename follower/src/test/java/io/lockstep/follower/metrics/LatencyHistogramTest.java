package io.lockstep.follower.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private final LatencyHistogram histogram = LatencyHistogram.ofWork();

    /** How many are at most this long, as Prometheus counts. */
    private long upTo(double seconds) {
        long sum = 0;
        for (int bucket = 0; bucket < histogram.buckets(); bucket++) {
            sum += histogram.upperSeconds(bucket) <= seconds ? histogram.count(bucket) : 0;
        }
        return sum;
    }

    @Test
    void aValueIsInTheBucketWhoseBoundItDoesNotExceed() {
        histogram.add(TimeUnit.MILLISECONDS.toNanos(1));
        histogram.add(TimeUnit.MILLISECONDS.toNanos(1) + 1);
        assertThat(upTo(0.0005)).isZero();
        assertThat(upTo(0.001)).isEqualTo(1);
        assertThat(upTo(0.0025)).isEqualTo(2);
    }

    @Test
    void whatIsBeyondAllBoundsIsInTheLast() {
        histogram.add(TimeUnit.HOURS.toNanos(1));
        assertThat(upTo(5)).isZero();
        assertThat(histogram.upperSeconds(histogram.buckets() - 1)).isInfinite();
        assertThat(histogram.count(histogram.buckets() - 1)).isEqualTo(1);
    }

    @Test
    void theSumIsInSeconds() {
        histogram.add(TimeUnit.MILLISECONDS.toNanos(1_500));
        histogram.add(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(histogram.sumSeconds()).isEqualTo(2.0);
    }
}
