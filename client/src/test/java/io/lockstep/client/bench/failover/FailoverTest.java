package io.lockstep.client.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.bench.BenchSettings;
import io.lockstep.client.bench.BenchSettings.Mode;
import io.lockstep.client.bench.BenchSettings.Names;
import io.lockstep.client.session.SessionSettings;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.live.Fault;
import io.lockstep.simulation.live.LiveCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FailoverTest {

    private final LiveCluster cluster = new LiveCluster("one", 2);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void measuresFromTheLossOfAServerToTheNextGrantElsewhere() throws InterruptedException {
        cluster.next(Verb.LOCK, Fault.NONE);
        cluster.next(Verb.LOCK, Fault.CLOSE_AFTER);
        // A client asks again after 25 ms at the earliest.
        cluster.next(Verb.LOCK, Fault.NO_LEADER);
        FailoverResult result = run(1, Duration.ofMillis(600));
        assertThat(result.errors()).isEmpty();
        assertThat(result.grants()).isGreaterThan(2);
        assertThat(result.moves()).isPositive();
        assertThat(result.longestGapMillis()).isBetween(25.0, 600.0);
        assertThat(FailoverReport.text(result)).startsWith("fail-over, 1 client, for 0.");
        assertThat(FailoverReport.json(result))
                .startsWith("{\"mode\":\"failover\",\"clients\":1,")
                .contains("\"longest_gap_ms\":")
                .endsWith("\"errors\":{}}");
    }

    @Test
    void aClientThatGetsNothingGoesWithoutAGrantFromBeginningToEnd() throws InterruptedException {
        List<HostPort> servers = HostPort.parseServers(cluster.addresses());
        cluster.close();
        FailoverResult result = run(2, Duration.ofMillis(300), servers);
        assertThat(result.grants()).isZero();
        assertThat(result.longestGapMillis()).isGreaterThanOrEqualTo(300);
        assertThat(result.errors()).containsOnlyKeys("NOT_DONE");
        assertThat(result.clean()).isFalse();
    }

    private FailoverResult run(int clients, Duration time) throws InterruptedException {
        return run(clients, time, HostPort.parseServers(cluster.addresses()));
    }

    private static FailoverResult run(int clients, Duration time, List<HostPort> servers) throws InterruptedException {
        Duration timeout = Duration.ofMillis(500);
        SessionSettings sessions = SessionSettings.fresh(servers, Duration.ofSeconds(10), timeout);
        BenchSettings settings =
                new BenchSettings(servers, clients, Duration.ZERO, time, Mode.FAILOVER, Names.DISTINCT, timeout);
        return Failover.run(settings, sessions, new FaultGaps(clients, System.nanoTime(), (fault, gap) -> {}));
    }
}
