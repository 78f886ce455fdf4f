package io.lockstep.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.net.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** PASS and FAIL follow from the figures. */
class PerfVerdictTest {

    /** The limit is 0.2 ms a lock. */
    private static final MachineLimits LIMITS = new MachineLimits(millis(0.1, 1), millis(0.08, 1), millis(0.05, 1));

    @Test
    void aClusterNearTheLimitOfTheMachinePasses() {
        PerfVerdict verdict =
                new PerfVerdict(LIMITS, load(1, 1_200, 0.4, 2, Map.of()), load(64, 20_000, 3, 5, Map.of()));
        assertThat(verdict.slow()).isEmpty();
        assertThat(verdict.lines()).last().isEqualTo("PASS");
        assertThat(verdict.json()).startsWith("{\"result\":\"PASS\",");
    }

    @Test
    void eachFigureThatIsTooSlowIsNamed() {
        PerfVerdict verdict =
                new PerfVerdict(LIMITS, load(1, 1_200, 0.9, 5, Map.of()), load(64, 3_000, 9, 20, Map.of("BUSY", 1L)));
        assertThat(verdict.slow())
                .containsExactly(
                        "there were unexpected answers: {} {BUSY=1}",
                        "the median lock of one client takes 4.5 times the machine's limit, more than 4",
                        "one lock in a hundred takes over 25.0 times the machine's limit, more than 20",
                        "64 clients do 2.5 times the work of one, less than 4 times");
        assertThat(verdict.lines()).last().asString().startsWith("FAIL");
    }

    private static BenchResult load(int clients, double perSecond, double p50, double p99, Map<String, Long> errors) {
        BenchSettings settings = new BenchSettings(
                List.of(new HostPort("127.0.0.1", 9000)),
                clients,
                Duration.ZERO,
                Duration.ofSeconds(1),
                BenchSettings.Mode.LOCK,
                BenchSettings.Names.DISTINCT,
                Duration.ofSeconds(1));
        Latency locks = millis(p50, p99);
        Latency none = millis(0, 0);
        return new BenchResult(settings, 1, (long) perSecond, locks, locks, none, none, none, 0, errors);
    }

    private static Latency millis(double p50, double p99) {
        return new Latency(1, p50, p50, p99, p99, p99, p99);
    }
}
