package io.lockstep.simulation.check.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.ClientCall;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HistoryCheckTest {

    private static final String HOLDER = "- holder owner=50000 token=1";
    private static final String PAST = "- past n=1 owner=50000 token=1 ended=forced";

    private final Story story = new Story();
    private final HistoryCheck check = new HistoryCheck();

    @BeforeEach
    void bBreaksTheLockOfA() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x"));
        story.commit(4, 20, LogScript.force(2, 1, "x", 1));
    }

    private void isListed(int index, String more, String... rows) {
        ClientCall history = story.ask(story.b, Ask.of(Verb.HISTORY, "x"), 22);
        for (String row : rows) {
            history.row(ReplyParser.parse(row).orElseThrow());
        }
        story.answer(history, 23, "OK HISTORY x n=" + rows.length + " index=" + index + more);
    }

    @Test
    void theHoldersAndTheGrantsOfTheLogAreWell() {
        isListed(3, "", HOLDER);
        isListed(4, "", PAST);
        isListed(4, " complete_since=2026-11-23T03:12:00.000Z");
        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aGrantThatIsMissingIsSeen() {
        isListed(4, "");
        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void aHolderThatIsNoneIsSeen() {
        isListed(4, "", HOLDER, PAST);
        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void anotherEndIsSeen() {
        isListed(4, "", PAST.replace("forced", "expired"));
        assertThat(story.breachesOf(check)).hasSize(1);
    }
}
