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

class SessionsCheckTest {

    private static final String A = "- session=1 address=A:1 locks=1";
    private static final String B = "- session=2 address=B:1 locks=0";

    private final Story story = new Story();
    private final SessionsCheck check = new SessionsCheck();

    @BeforeEach
    void aHasALock() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x"));
    }

    private void isListed(Ask ask, String end, String... rows) {
        ClientCall call = story.ask(story.b, ask, 22);
        for (String row : rows) {
            call.row(ReplyParser.parse(row).orElseThrow());
        }
        story.answer(call, 23, "OK SESSIONS n=" + rows.length + " index=3" + end);
    }

    @Test
    void theSessionsOfTheLogAreWell() {
        isListed(Ask.of(Verb.SESSIONS), "", A, B);
        isListed(Ask.of(Verb.SESSIONS).with("after", 1), "", B);
        isListed(Ask.of(Verb.SESSIONS), " more=yes after=1", A);
        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void oneThatIsMissingOrSaysAnotherThingIsSeen() {
        isListed(Ask.of(Verb.SESSIONS), "", A);
        isListed(Ask.of(Verb.SESSIONS), "", B, A);
        isListed(Ask.of(Verb.SESSIONS), "", A.replace("locks=1", "locks=0"), B);
        isListed(Ask.of(Verb.SESSIONS), "", A, B.replace("B:1", "A:1"));
        isListed(Ask.of(Verb.SESSIONS).with("after", 1), "", A, B);
        assertThat(story.breachesOf(check)).hasSize(5);
    }
}
