package io.lockstep.follower.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.follower.http.LoopConversation.Answer;
import io.lockstep.follower.http.api.HealthSentence.Level;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthSentenceTest {

    private static HealthSentence of(String reply, String... rows) {
        List<ServerLine> parsed =
                Arrays.stream(rows).map(HealthSentenceTest::line).toList();
        return HealthSentence.of(new Answer(parsed, line(reply)));
    }

    private static ServerLine line(String text) {
        return ReplyParser.parse(text).orElseThrow();
    }

    @Test
    void aWellClusterSaysWhoLeadsAndWhatItSurvives() {
        assertThat(of(
                        "OK NODES n=3 voters=3 survives=1",
                        "- server=1 role=follower",
                        "- server=2 role=leader",
                        "- server=3 role=follower"))
                .isEqualTo(new HealthSentence(
                        Level.WELL, "All 3 servers are up, server 2 leads, and the cluster survives the loss of 1."));
    }

    @Test
    void aSilentVoterIsNamed() {
        assertThat(of(
                        "OK NODES n=3 voters=3 survives=0 missing=3",
                        "- server=1 role=leader",
                        "- server=2 role=follower",
                        "- server=3 role=follower silent=12s"))
                .isEqualTo(
                        new HealthSentence(
                                Level.WEAK,
                                "Nothing is heard of server 3; server 1 leads, and the cluster survives the loss of no server."));
    }

    @Test
    void aDoubtfulVoterIsNamed() {
        HealthSentence sentence = of(
                "OK NODES n=3 voters=3 survives=0 doubtful=2",
                "- server=1 role=leader",
                "- server=2 role=follower doubt=yes",
                "- server=3 role=follower");
        assertThat(sentence.level()).isEqualTo(Level.WEAK);
        assertThat(sentence.text()).startsWith("Server 2 may have lost entries");
    }

    @Test
    void aSilentServerThatDoesNotVoteIsCounted() {
        HealthSentence sentence =
                of("OK NODES n=2 voters=1 survives=0", "- server=1 role=leader", "- server=2 role=learner silent=9s");
        assertThat(sentence.level()).isEqualTo(Level.WEAK);
        assertThat(sentence.text()).startsWith("1 of 2 servers are up, server 1 leads");
    }

    @Test
    void withoutALeaderNothingCanBeLocked() {
        HealthSentence sentence = of(
                "OK NODES n=3 voters=3 survives=0 missing=2,3",
                "- server=1 role=follower",
                "- server=2 role=follower",
                "- server=3 role=follower");
        assertThat(sentence.level()).isEqualTo(Level.DOWN);
        assertThat(sentence.text())
                .isEqualTo("No server leads, so no lock can be taken or released now."
                        + " Nothing is heard of server 2, 3.");
    }
}
