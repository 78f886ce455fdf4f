package io.lockstep.client.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.bench.BenchResult;
import io.lockstep.client.bench.BenchSettings;
import io.lockstep.client.bench.BenchSettings.Mode;
import io.lockstep.client.bench.BenchSettings.Names;
import io.lockstep.client.bench.Latency;
import io.lockstep.client.bench.Load;
import io.lockstep.common.net.HostPort;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The forms of a result: text, JSON, CSV, a table and a plot. */
class BenchFormsTest {

    private static final Latency NONE = new Latency(0, 0, 0, 0, 0, 0, 0);

    @Test
    void textHasEachKindOfRequest() {
        assertThat(BenchReport.text(result(Mode.LOCK, Load.closed(64), 2_000)).lines())
                .containsExactly(
                        "lock + release, 64 clients, distinct names, on a:1,b:2, for 2.0 s",
                        "  cycles     2,000 /s",
                        "  lock       p50 0.500   p90 1.000   p99 2.000   p99.9 4.000   p99.99 8.000   max 9.000 ms"
                                + "   (4,000)",
                        "  release    p50 0.250   p90 0.500   p99 1.000   p99.9 2.000   p99.99 4.000   max 4.500 ms"
                                + "   (4,000)",
                        "  refused    0",
                        "  errors     BUSY 1");
        assertThat(BenchReport.text(result(Mode.STATUS, new Load(64, 4, 3_000), 2_000)))
                .startsWith("status, 64 clients over 4 connections, 3,000 due a second, distinct names, on ")
                .contains("  answers    2,000 /s")
                .contains("  unsent     7")
                .doesNotContain("lock ", "refused");
    }

    @Test
    void jsonKeepsTheKeysThatItHad() {
        String json = BenchReport.json(result(Mode.LOCK, Load.closed(64), 2_000));
        assertThat(json)
                .startsWith("{\"mode\":\"lock\",\"clients\":64,\"connections\":64,\"names\":\"distinct\",")
                .contains("\"servers\":\"a:1,b:2\",\"seconds\":2.0,\"per_second\":2000.0,")
                .contains("\"lock\":{\"count\":4000,\"p50_ms\":0.5,\"p90_ms\":1.0,\"p99_ms\":2.0,\"p99_9_ms\":4.0,"
                        + "\"p99_99_ms\":8.0,\"max_ms\":9.0}")
                .endsWith("\"refused\":0,\"errors\":{\"BUSY\":1}}");
        assertThat(BenchReport.json(result(Mode.HANDOVER, Load.closed(2), 10))).contains("\"hand_over\":{");
        assertThat(BenchReport.json(result(Mode.MIXED, new Load(2, 2, 50), 10)))
                .contains("\"rate\":50,\"unsent\":7,\"status_percent\":90,");
    }

    @Test
    void csvHasARowForEachKindOfRequestOfEachLoad() {
        List<String> lines = BenchCsv.text(
                        List.of(result(Mode.LOCK, Load.closed(1), 100), result(Mode.LOCK, Load.closed(16), 1_000)))
                .lines()
                .toList();
        assertThat(lines).hasSize(5);
        int columns = lines.get(0).split(",").length;
        assertThat(lines).allSatisfy(line -> assertThat(line.split(",")).hasSize(columns));
        assertThat(lines.get(1))
                .isEqualTo("lock,distinct,1,1,0,2.000,100.000,lock,4000,0.500,1.000,2.000,4.000,8.000,9.000,0,7,1");
        assertThat(lines.get(4)).startsWith("lock,distinct,16,16,0,2.000,1000.000,release,4000,0.250,");
    }

    @Test
    void severalLoadsAreATable() {
        List<String> lines = BenchTable.text(List.of(
                        result(Mode.LOCK, Load.closed(1), 100), result(Mode.LOCK, new Load(16, 16, 5_000), 1_000)))
                .lines()
                .toList();
        assertThat(lines.get(0)).isEqualTo("lock + release, on a:1,b:2, for 2.0 s each");
        assertThat(lines.get(1).strip().split(" {2,}"))
                .startsWith("clients", "due /s", "done /s", "p50 ms", "p90", "p99", "p99.9");
        assertThat(lines.get(2).strip().split(" +")).startsWith("1", "-", "100", "0.500", "1.000", "2.000");
        assertThat(lines.get(3).strip().split(" +")).startsWith("16", "5,000", "1,000");
    }

    @Test
    void thePlotIsWellFormedAndHasAPointForEachLoadInThreeLines() throws Exception {
        List<BenchResult> results = List.of(
                result(Mode.LOCK, Load.closed(1), 1_000),
                result(Mode.LOCK, Load.closed(16), 10_000),
                result(Mode.LOCK, Load.closed(64), 20_000));
        String svg = LatencyPlot.svg(results);
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        NodeList lines = document.getElementsByTagName("polyline");
        assertThat(lines.getLength()).isEqualTo(3);
        String p50 = lines.item(0).getAttributes().getNamedItem("points").getNodeValue();
        // 20,000 a second are at the right end; 0.5 ms lie between 0.1 and 10, from the bottom to the top.
        assertThat(List.of(p50.strip().split(" "))).hasSize(3).last().isEqualTo("684.0,266.8");
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(9);
        assertThat(svg)
                .contains("<title>p99.9: 4.000 ms at 10,000 /s</title>")
                .contains("prefers-color-scheme: dark")
                .contains("lock + release: latency over load, by number of clients");
    }

    @Test
    void aPlotOfOneLoadOrOfNothingDoneIsStillOne() throws Exception {
        for (double perSecond : new double[] {0, 0.25, 100}) {
            String svg = LatencyPlot.svg(List.of(result(Mode.STATUS, new Load(1, 1, 5), perSecond)));
            assertThat(svg).doesNotContain("NaN", "Infinity").contains("by requests due a second");
        }
    }

    private static BenchResult result(Mode mode, Load load, double perSecond) {
        BenchSettings settings = new BenchSettings(
                HostPort.parseServers("a:1,b:2"),
                load,
                Duration.ZERO,
                Duration.ofSeconds(2),
                mode,
                Names.DISTINCT,
                BenchSettings.STATUS_PERCENT,
                Duration.ofSeconds(1),
                null);
        Latency locks = new Latency(4_000, 0.5, 1, 2, 4, 8, 9);
        Latency releases = new Latency(4_000, 0.25, 0.5, 1, 2, 4, 4.5);
        return new BenchResult(
                settings, 2, Math.round(perSecond * 2), locks, releases, locks, NONE, locks, 7, Map.of("BUSY", 1L));
    }
}
