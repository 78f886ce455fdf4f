package io.lockstep.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.bench.BenchSettings.Mode;
import io.lockstep.client.bench.BenchSettings.Names;
import io.lockstep.client.bench.report.BenchReport;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.live.Fault;
import io.lockstep.simulation.live.LiveCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BenchTest {

    private final LiveCluster cluster = new LiveCluster("one", 2);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void cyclesOnDistinctNamesAreAllGrantedAndReleased() throws IOException {
        BenchResult result = run(Mode.LOCK, Names.DISTINCT);
        assertThat(result.errors()).isEmpty();
        assertThat(result.refusals().count()).isZero();
        assertThat(result.perSecond()).isPositive();
        assertThat(result.locks().p50Millis())
                .isPositive()
                .isLessThanOrEqualTo(result.locks().maxMillis());
        assertThat(BenchReport.text(result)).startsWith("lock + release, 4 clients, distinct names, on 127.0.0.1:");
        assertThat(BenchReport.json(result))
                .startsWith("{\"mode\":\"lock\",\"clients\":4,")
                .endsWith("\"errors\":{}}");
    }

    @Test
    void clientsOfOneNameAreRefusedWithoutThatBeingAnError() throws IOException {
        BenchResult result = run(Mode.LOCK, Names.ONE);
        assertThat(result.errors()).isEmpty();
        assertThat(result.refusals().count()).isPositive();
    }

    @Test
    void statusIsAnsweredAndCounted() throws IOException {
        BenchResult result = run(Mode.STATUS, Names.DISTINCT);
        assertThat(result.errors()).isEmpty();
        assertThat(result.statuses().count()).isPositive();
    }

    @Test
    void anErrorAndALostConnectionAreCountedByName() throws IOException {
        cluster.next(Verb.LOCK, Fault.NO_LEADER);
        cluster.next(Verb.LOCK, Fault.CLOSE_BEFORE);
        BenchResult result = run(Mode.LOCK, Names.DISTINCT);
        assertThat(result.clean()).isFalse();
        assertThat(result.errors()).containsEntry("NO_LEADER", 1L);
        assertThat(result.errors().keySet()).hasSize(2).anyMatch(code -> code.matches("CLOSED.*|CONNECTION.*"));
        assertThat(BenchReport.text(result)).contains("NO_LEADER 1");
    }

    @Test
    void aSecondHolderAndATokenThatDoesNotRiseAreFound() {
        GrantChecker checker = new GrantChecker();
        assertThat(checker.granted("a", 1, 5, 0, false)).isNull();
        assertThat(checker.granted("a", 2, 6, 5, false)).isEqualTo(GrantChecker.OVERLAP);
        checker.releasing("a");
        assertThat(checker.tokenFloor()).isEqualTo(6);
        assertThat(checker.granted("a", 1, 6, 6, false)).isEqualTo(GrantChecker.STALE_TOKEN);
        checker.releasing("a");
        assertThat(checker.granted("a", 1, 7, 6, false)).isNull();
        assertThat(checker.granted("b", 2, 8, 5, false)).isNull();
    }

    @Test
    void errorsMakeAResultThatIsNotClean() {
        Tally tally = new Tally();
        assertThat(tally.result(settings(Mode.LOCK, Names.ONE), 1, 0).clean()).isTrue();
        tally.error("X");
        tally.error("X");
        assertThat(tally.result(settings(Mode.LOCK, Names.ONE), 1, 0).errors()).isEqualTo(Map.of("X", 2L));
    }

    private BenchResult run(Mode mode, Names names) throws IOException {
        return Bench.run(settings(mode, names));
    }

    private BenchSettings settings(Mode mode, Names names) {
        return new BenchSettings(
                HostPort.parseServers(cluster.addresses()),
                4,
                Duration.ZERO,
                Duration.ofMillis(300),
                mode,
                names,
                Duration.ofSeconds(5));
    }
}
