package io.lockstep.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.bench.BenchSettings.Mode;
import io.lockstep.client.bench.report.BenchReport;
import io.lockstep.common.net.HostPort;
import io.lockstep.simulation.live.LiveCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every mode puts its load on a cluster, and counts what is its own. */
@Timeout(60)
class BenchModesTest {

    private static final int CLIENTS = 6;

    private final LiveCluster cluster = new LiveCluster("one", 2, 0);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FAILOVER")
    void everyModeRunsWithoutErrors(Mode mode) throws IOException {
        BenchResult result = run(mode, Load.closed(CLIENTS));
        assertThat(result.errors()).isEmpty();
        assertThat(result.done()).isPositive();
        assertThat(result.main().count()).isPositive();
        assertThat(result.refusals().count() > 0).isEqualTo(mode == Mode.HOT);
        assertThat(result.handOvers().count() > 0).isEqualTo(mode == Mode.HANDOVER);
        assertThat(result.statuses().count() > 0).isEqualTo(mode == Mode.STATUS || mode == Mode.MIXED);
        assertThat(result.locks().count() > 0).isEqualTo(mode != Mode.STATUS);
        assertThat(BenchReport.text(result)).startsWith(mode.title() + ", 6 clients, ");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FAILOVER")
    void everyModeRunsInAnOpenLoop(Mode mode) throws IOException {
        BenchResult result = run(mode, new Load(CLIENTS, CLIENTS, 100));
        assertThat(result.errors()).isEmpty();
        long due = mode == Mode.MIXED
                ? result.statuses().count() + result.locks().count()
                : result.main().count();
        // Of a hot lock some requests are refused.
        assertThat(due + result.refusals().count()).isBetween(29L, 31L);
    }

    @Test
    void nineOfTenMixedRequestsAskForAStatus() throws IOException {
        BenchResult result = run(Mode.MIXED, Load.closed(CLIENTS));
        double share = result.statuses().count()
                / (double) (result.statuses().count() + result.releases().count());
        assertThat(share).isBetween(0.8, 0.97);
    }

    @ParameterizedTest
    @EnumSource(names = {"STATUS", "LOCK", "MIXED"})
    void clientsShareConnections(Mode mode) throws IOException {
        BenchResult result = run(mode, new Load(CLIENTS, 2, 0));
        assertThat(result.errors()).isEmpty();
        assertThat(result.done()).isGreaterThan(CLIENTS);
        assertThat(BenchReport.text(result)).contains("6 clients over 2 connections, ");
    }

    private BenchResult run(Mode mode, Load load) throws IOException {
        List<HostPort> servers = HostPort.parseServers(cluster.addresses());
        BenchPlan plan = new BenchPlan(mode, null, List.of(load.clients()), List.of(), 0, 0);
        return Bench.run(new BenchSettings(
                servers,
                load,
                Duration.ZERO,
                Duration.ofMillis(300),
                mode,
                plan.names(),
                BenchSettings.STATUS_PERCENT,
                Duration.ofSeconds(5),
                null));
    }
}
