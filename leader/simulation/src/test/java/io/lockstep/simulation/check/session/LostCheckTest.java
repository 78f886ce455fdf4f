package io.lockstep.simulation.check.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LostCheckTest {

    private static final String LOST = "* LOST x token=1 reason=forced";

    private final Story story = new Story();
    private final LostCheck check = new LostCheck();

    @BeforeEach
    void aHadTheLockUntilItWasBroken() {
        story.ask(story.a, Ask.of(Verb.HELLO), 2, 4, "OK HELLO session=1 ttl=2s index=2");
        story.commit(3, 15, LogScript.acquire(1, 1, "x"));
        story.commit(4, 20, LogScript.force(2, 1, "x", 1));
    }

    @Test
    void aLossThatIsToldIsWell() {
        story.push(story.a, 21, LOST);
        story.ask(story.a, Ask.of(Verb.STATUS, "x"), 22, 23, "OK STATUS x state=free index=5");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aLossToldTooLateIsSeen() {
        story.ask(story.a, Ask.of(Verb.STATUS, "x"), 22, 23, "OK STATUS x state=free index=5");
        story.push(story.a, 24, LOST);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("no LOST for");
    }

    @Test
    void aLossThatIsNeverToldIsSeen() {
        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("no LOST until the end for");
    }

    @Test
    void aLossBeforeTheResumptionNeedNotBeTold() {
        story.a.received().clear();
        story.ask(story.a, Ask.of(Verb.HELLO), 30, 31, "OK HELLO session=1 ttl=2s index=4");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aLossThatWasNoneIsSeen() {
        story.push(story.a, 21, LOST);
        story.push(story.b, 21, LOST);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("LOST without a loss");
    }

    @Test
    void aLossBeforeTheGrantIsSeen() {
        story.push(story.a, 21, LOST);
        story.ask(story.a, Ask.of(Verb.LOCK, "x").with("req", 1), 10, 22, "OK LOCK x token=1 index=4");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("LOST precedes the answer");
    }
}
