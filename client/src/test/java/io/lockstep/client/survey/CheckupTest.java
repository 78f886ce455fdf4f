package io.lockstep.client.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a survey of a cluster means for an operator. */
class CheckupTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aClusterThatIsWellHasNoFindings() {
        assertThat(codes(cluster(1, server(1), server(2), server(3)))).isEmpty();
    }

    @Test
    void aServerThatDoesNotAnswerIsNamedWithTheReason() {
        SurveyedServer dead = new SurveyedServer(row(3, ""), Map.of(), "connection refused");
        List<Finding> findings = Checkup.of(cluster(0, server(1), server(2), dead), NOW);
        assertThat(findings).extracting(Finding::code).containsExactly("NO_ANSWER", "NO_SPARE");
        assertThat(findings.get(0).what()).isEqualTo("server 3 at 127.0.0.1:9002 does not answer: connection refused");
        assertThat(findings.get(0).remedy()).contains("admin replace-server 3");
    }

    @Test
    void withoutALeaderThatIsTheFirstFinding() {
        assertThat(codes(cluster(1, server(1, "role", "follower"), server(2), server(3))))
                .startsWith("NO_LEADER");
    }

    @Test
    void aServerThatKnowsAnotherLeaderIsCutOff() {
        assertThat(codes(cluster(1, server(1), server(2), server(3, "leader", "?"))))
                .containsExactly("OTHER_LEADER");
        // The one of the older term does not know yet that it was replaced.
        Survey two = cluster(1, server(1), server(2, "role", "leader", "term", "8", "leader", "2"), server(3));
        assertThat(two.leader().orElseThrow().number()).isEqualTo(2);
        assertThat(codes(two)).containsExactly("OTHER_LEADER", "OTHER_LEADER");
    }

    @Test
    void whatTheRowsOfTheServersSayIsFound() {
        SurveyedServer doubtful =
                new SurveyedServer(row(2, " doubt=yes"), server(2).facts(), "");
        SurveyedServer leaving =
                new SurveyedServer(row(3, " leaving=yes"), server(3).facts(), "");
        assertThat(codes(cluster(1, server(1), doubtful, leaving))).containsExactly("IN_DOUBT", "LEAVING");
    }

    @Test
    void oneVoterSurvivesNoLoss() {
        Reply nodes = new Reply(line("OK NODES n=1 voters=1 survives=0"), List.of(row(1, "")));
        assertThat(codes(new Survey(nodes, List.of(server(1))))).containsExactly("NO_SPARE");
    }

    @Test
    void boundsThatAreNearlyReachedAreFoundFromFourFifthsOn() {
        assertThat(codes(cluster(1, server(1), server(2, "map_bytes", "799"), server(3))))
                .isEmpty();
        assertThat(codes(cluster(1, server(1, "map_bytes", "800"), server(2, "connections", "900"), server(3))))
                .containsExactly("NEARLY_FULL", "NEARLY_FULL");
    }

    @Test
    void aServerThatTrailsFarBehindIsFound() {
        assertThat(codes(cluster(1, server(1, "index", "20001"), server(2, "index", "10001"), server(3))))
                .containsExactly("TRAILS");
    }

    @Test
    void certificatesThatEndSoonAndMixedVersionsAreFound() {
        assertThat(codes(cluster(
                        1,
                        server(1, "tls_expires", "2026-02-20T00:00:00Z"),
                        server(2, "tls_expires", "2026-01-30T00:00:00Z"),
                        server(3, "version", "2.0.0"))))
                .containsExactly("CERTIFICATE", "VERSIONS");
    }

    private static List<String> codes(Survey survey) {
        return Checkup.of(survey, NOW).stream().map(Finding::code).toList();
    }

    private static Survey cluster(int survives, SurveyedServer... servers) {
        List<ServerLine> rows = new ArrayList<>();
        List.of(servers).forEach(server -> rows.add(server.row()));
        return new Survey(new Reply(line("OK NODES n=3 voters=3 survives=" + survives), rows), List.of(servers));
    }

    /** A server that is well, apart from these facts; server 1 leads. */
    private static SurveyedServer server(int number, String... facts) {
        Map<String, String> all = new HashMap<>(Map.of(
                "role", number == 1 ? "leader" : "follower",
                "leader", "1",
                "term", "7",
                "index", "10000",
                "version", "1.0.0",
                "map_bytes", "10",
                "map_bytes_max", "1000",
                "connections", "1",
                "connections_max", "1000"));
        for (int i = 0; i < facts.length; i += 2) {
            all.put(facts[i], facts[i + 1]);
        }
        return new SurveyedServer(row(number, ""), all, "");
    }

    private static ServerLine row(int number, String more) {
        return line("- server=" + number + " address=127.0.0.1:" + (8999 + number) + " role=follower" + more);
    }

    private static ServerLine line(String text) {
        return ReplyParser.parse(text).orElseThrow();
    }
}
