package io.lockstep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.simulation.live.LiveCluster;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench} with several loads: a table, CSV, JSON and a plot; and what only the cluster can refuse. */
@Timeout(60)
class BenchCommandTest {

    private final LiveCluster cluster = new LiveCluster("one", 2);

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void severalLoadsAreATableAndAPlot() throws Exception {
        Path plot = directory.resolve("load.svg");
        Ran ran = bench("--clients", "1,4", "--mode", "status", "--progress", "--svg", plot.toString());
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out().lines()).hasSize(4);
        assertThat(ran.out().lines().skip(2)).first().asString().matches(" +1 +- +[0-9,]+ .* none");
        assertThat(Files.readString(plot)).startsWith("<svg ").contains("<polyline ");
        assertThat(ran.err()).contains("4 clients, measuring, 1 s: ");
    }

    @Test
    void eachLoadIsAnObjectOrRows() {
        Ran json = bench("--clients", "2", "--rate", "50,100", "-o", "json");
        assertThat(json.out().lines()).hasSize(2);
        assertThat(json.out().lines()).last().asString().contains("\"rate\":100,", "\"lock\":{\"count\":100,");
        assertThat(json.err()).isEmpty();
    }

    @Test
    void aConnectionTakesOneLockUnlessTheClusterAllowsMore() {
        Ran refused = bench("--clients", "2", "--connections", "1");
        assertThat(refused.exitCode()).isEqualTo(64);
        assertThat(refused.err())
                .contains("this cluster allows a client one lock")
                .hasLineCount(1);
        Ran status = bench("--clients", "2", "--connections", "1", "--mode", "status", "--csv");
        assertThat(status.exitCode()).isZero();
        assertThat(status.out().lines()).hasSize(2).last().asString().startsWith("status,distinct,2,1,0,1.000,");
    }

    private Ran bench(String... words) {
        List<String> all = new ArrayList<>(List.of("-s", cluster.addresses(), "bench", "--warmup=0", "--seconds=1"));
        all.addAll(List.of(words));
        return Ran.of(InputStream.nullInputStream(), Map.of(), all.toArray(String[]::new));
    }
}
