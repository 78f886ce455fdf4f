package io.lockstep.simulation.check.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.Contact;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueOrderCheckTest {

    private static final Ask WAIT = Ask.of(Verb.LOCK, "x").with("wait", "9s").with("req", 7);

    private final Story story = new Story();
    private final QueueOrderCheck check = new QueueOrderCheck();
    private final Contact c = story.contact("C");

    @BeforeEach
    void aHasTheLockAndBAndCWait() {
        story.commit(3, 14, LogScript.open(c.address(), false), LogScript.acquire(1, 1, "x"));
        story.commit(4, 15, LogScript.await(2, 7, "x", 9_000), LogScript.await(3, 7, "x", 9_000));
        story.commit(5, 20, LogScript.release(1, 2, "x"));
        story.commit(6, 30, LogScript.release(2, 8, "x"));
    }

    @Test
    void theFirstIsServedFirst() {
        story.ask(story.b, WAIT, 12, 21, "OK LOCK x token=2 index=5");
        story.ask(c, WAIT, 12, 31, "OK LOCK x token=3 index=6");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void theSecondServedFirstIsSeen() {
        story.ask(story.b, WAIT, 12, 31, "OK LOCK x token=3 index=6");
        story.ask(c, WAIT, 12, 21, "OK LOCK x token=2 index=5");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("overtaken by a later request");
    }

    @Test
    void aTryThatPassesTheQueueIsSeen() {
        story.commit(7, 40, LogScript.release(3, 8, "x"), LogScript.acquire(1, 3, "x"));
        story.ask(c, WAIT, 12, 41, "OK LOCK x token=4 index=7");
        story.ask(story.a, Ask.of(Verb.LOCK, "x").with("req", 3), 12, 31, "OK LOCK x token=3 index=6");

        assertThat(story.breachesOf(check)).isNotEmpty();
    }
}
