package io.lockstep.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.bench.BenchSettings.Mode;
import io.lockstep.client.bench.BenchSettings.Names;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that stalls is charged for every request that was due meanwhile, not only for the one that it had. */
@Timeout(60)
class OpenLoopTest {

    private static final int RATE = 200;
    private static final long STALL_MILLIS = 300;

    @Test
    void aStallCountsForEveryRequestThatWasDueMeanwhile() throws IOException {
        BenchResult result = run(new Load(1, 1, RATE));
        assertThat(result.errors()).isEmpty();
        assertThat(result.statuses().count()).isBetween(199L, 201L);
        // 60 requests came due in 300 ms. The twentieth of them has waited for 200 ms.
        assertThat(result.statuses().p90Millis()).isGreaterThan(150);
        assertThat(result.statuses().p99Millis()).isGreaterThan(270);
    }

    @Test
    void aClosedLoopSendsNothingMeanwhileAndShowsOneSlowRequest() throws IOException {
        BenchResult result = run(Load.closed(1));
        assertThat(result.statuses().count()).isGreaterThan(200);
        assertThat(result.statuses().maxMillis()).isGreaterThanOrEqualTo(STALL_MILLIS);
        assertThat(result.statuses().p99Millis()).isLessThan(STALL_MILLIS / 2.0);
    }

    @Test
    void whatCouldNotBeSentIsToldAndCountsWithTheTimeSoFar() throws IOException {
        try (StallingServer server = new StallingServer(10, 2_000)) {
            BenchResult result = Bench.run(settings(server, new Load(1, 1, 100), Duration.ofMillis(600)));
            assertThat(result.unsent()).isBetween(45L, 61L);
            assertThat(result.statuses().count()).isBetween(59L, 61L);
            assertThat(result.statuses().p50Millis()).isGreaterThan(150);
            assertThat(result.perSecond()).isLessThan(20);
        }
    }

    @Test
    void requestsAreDueAtEqualDistances() {
        Schedule schedule = new Schedule(1_000, 3);
        assertThat(schedule.dueNanos(0)).isEqualTo(1_000);
        assertThat(schedule.dueNanos(3)).isEqualTo(1_000_001_000);
        // No error adds up.
        assertThat(schedule.dueNanos(3_000_000)).isEqualTo(1_000_000_000_001_000L);
    }

    private static BenchResult run(Load load) throws IOException {
        try (StallingServer server = new StallingServer(80, STALL_MILLIS)) {
            return Bench.run(settings(server, load, Duration.ofSeconds(1)));
        }
    }

    private static BenchSettings settings(StallingServer server, Load load, Duration time) {
        return new BenchSettings(
                List.of(server.address()),
                load,
                Duration.ZERO,
                time,
                Mode.STATUS,
                Names.DISTINCT,
                BenchSettings.STATUS_PERCENT,
                Duration.ofSeconds(5),
                null);
    }
}
