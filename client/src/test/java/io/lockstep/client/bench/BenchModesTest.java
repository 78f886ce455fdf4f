package io.lockstep.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.bench.BenchSettings.Mode;
import io.lockstep.client.bench.report.BenchReport;
import io.lockstep.common.net.HostPort;
import io.lockstep.simulation.live.LiveCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every mode puts its load on a cluster, and counts what is its own. */
@Timeout(60)
class BenchModesTest {

    private static final int CLIENTS = 6;

    private static final LiveCluster CLUSTER = new LiveCluster("one", 2, 0);

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FAILOVER")
    void everyModeRunsWithoutErrors(Mode mode) throws IOException {
        BenchResult result = run(mode, Load.closed(CLIENTS));
        assertThat(result.errors()).isEmpty();
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
    void soManyOfAHundredMixedRequestsAskForAStatus() {
        BenchSettings settings = settings(Mode.MIXED, Load.closed(1));
        Tally tally = new Tally();
        tally.measure(0, Long.MAX_VALUE);
        Workload mixed = new MixedWorkload(
                new LockWorkload(0, "", "a", settings, tally, new GrantChecker()),
                new StatusWorkload("", "a", tally),
                80,
                7);
        for (int i = 0; i < 10_000; i++) {
            String request =
                    StandardCharsets.US_ASCII.decode(mixed.next(i).duplicate()).toString();
            String answer = request.startsWith("STATUS") ? "OK STATUS a state=free" : "OK LOCK a token=" + (i + 1);
            byte[] line = answer.getBytes(StandardCharsets.US_ASCII);
            BenchAnswer read = new BenchAnswer();
            read.read(line, 0, line.length);
            mixed.answered(read, i + 1);
        }
        BenchResult result = tally.result(settings, 1, 0);
        assertThat(result.errors()).isEmpty();
        double share = result.statuses().count()
                / (double) (result.statuses().count() + result.locks().count());
        assertThat(share).isBetween(0.78, 0.82);
        assertThat(result.locks().count() - result.releases().count()).isBetween(0L, 1L);
    }

    @ParameterizedTest
    @EnumSource(names = {"STATUS", "LOCK", "MIXED"})
    void clientsShareConnections(Mode mode) throws IOException {
        BenchResult result = run(mode, new Load(CLIENTS, 2, 0));
        assertThat(result.errors()).isEmpty();
        assertThat(result.statuses().count() + result.locks().count()).isGreaterThanOrEqualTo(CLIENTS);
        assertThat(BenchReport.text(result)).contains("6 clients over 2 connections, ");
    }

    private static BenchResult run(Mode mode, Load load) throws IOException {
        return Bench.run(settings(mode, load));
    }

    private static BenchSettings settings(Mode mode, Load load) {
        List<HostPort> servers = HostPort.parseServers(CLUSTER.addresses());
        BenchPlan plan = new BenchPlan(mode, null, List.of(load.clients()), List.of(), 0, 0);
        return new BenchSettings(
                servers,
                load,
                Duration.ZERO,
                Duration.ofMillis(300),
                mode,
                plan.names(),
                BenchSettings.STATUS_PERCENT,
                Duration.ofSeconds(5),
                null);
    }
}
