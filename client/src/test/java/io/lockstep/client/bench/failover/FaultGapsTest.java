package io.lockstep.client.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.bench.BenchSettings;
import io.lockstep.common.net.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultGapsTest {

    private static final long START_NANOS = -3_000_000_000L;

    private final List<String> over = new ArrayList<>();
    private final FaultGaps gaps = new FaultGaps(
            2, START_NANOS, (fault, gap) -> over.add(fault + ": " + gap.anyMillis() + ", " + gap.slowestMillis()));

    private static long at(long millis) {
        return START_NANOS + millis * 1_000_000;
    }

    @Test
    void eachFaultHasTheLongestGapThatEndsBeforeTheNextFault() {
        gaps.granted(0, at(700));
        gaps.granted(1, at(710));
        gaps.fault(at(1_000));
        gaps.granted(0, at(1_001));
        gaps.granted(1, at(1_160));
        gaps.granted(0, at(1_300));
        assertThat(over).isEmpty();
        gaps.granted(0, at(2_050));
        assertThat(over).as("client 1 waits").isEmpty();
        gaps.granted(1, at(2_060));
        gaps.granted(1, at(2_070));
        assertThat(over).containsExactly("1: 750.0, 900.0");
        gaps.fault(at(3_000));
        gaps.granted(0, at(3_070));
        assertThat(gaps.all()).containsExactly(new FaultGap(750, 900), new FaultGap(1_000, 1_020));
    }

    @Test
    void theReportHasPercentilesOfAllFaults() {
        List<FaultGap> all = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            all.add(new FaultGap(i, 2 * i));
        }
        FailoverResult result = new FailoverResult(settings(), 1, 1, 400, all, 1, Map.of());
        assertThat(FailoverReport.text(result))
                .contains("faults             200")
                .contains("no grant at all    p50 100 ms   p99 198 ms   max 200 ms")
                .contains("slowest client     p50 200 ms   p99 396 ms   max 400 ms");
        assertThat(FailoverReport.json(result)).contains("\"no_grant\":{\"p50_ms\":100.0,\"p99_ms\":198.0,");
    }

    private static BenchSettings settings() {
        return new BenchSettings(
                HostPort.parseServers("127.0.0.1:1"),
                2,
                Duration.ZERO,
                Duration.ofSeconds(1),
                BenchSettings.Mode.FAILOVER,
                BenchSettings.Names.DISTINCT,
                Duration.ofSeconds(1));
    }
}
