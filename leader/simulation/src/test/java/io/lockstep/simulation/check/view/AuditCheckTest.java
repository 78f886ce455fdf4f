package io.lockstep.simulation.check.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.ClientCall;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditCheckTest {

    private static final String ROW = "- n=1 name=x token=1 owner=50000 operator=anna from=B:1 reason=gone rev=4";

    private final Story story = new Story();
    private final AuditCheck check = new AuditCheck();

    @BeforeEach
    void bBreaksTheLockOfA() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x"));
        story.commit(4, 20, LogScript.force(2, 1, "x", 1));
    }

    private void isListed(int index, String... rows) {
        ClientCall audit = story.ask(story.b, Ask.of(Verb.AUDIT), 22);
        for (String row : rows) {
            audit.row(ReplyParser.parse(row).orElseThrow());
        }
        story.answer(audit, 23, "OK AUDIT n=" + rows.length + " index=" + index);
    }

    @Test
    void theForcedReleasesOfTheLogAreWell() {
        isListed(3);
        isListed(4, ROW);

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aChangeOfAUserAndARefusalAreRecords() {
        story.commit(5, 21, LogScript.firstAdmin("secret"), new Command.ReportRefusals(1, 7, "AUTH", "", "C", 3));
        String change = "- n=2 user=admin change=\"add with all rights\" operator=admin from=B:1";
        String refusal = "- n=3 refused=AUTH times=3 server=1 from=C";
        isListed(5, ROW, change, refusal);
        assertThat(story.breachesOf(check)).isEmpty();

        isListed(5, ROW, change);
        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void oneThatIsMissingOrWasNoneIsSeen() {
        isListed(4);
        isListed(3, ROW);

        assertThat(story.breachesOf(check)).hasSize(2);
    }
}
