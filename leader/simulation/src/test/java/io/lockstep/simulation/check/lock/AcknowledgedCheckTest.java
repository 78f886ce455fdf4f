package io.lockstep.simulation.check.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import org.junit.jupiter.api.Test;

class AcknowledgedCheckTest {

    private final Story story = new Story();
    private final AcknowledgedCheck check = new AcknowledgedCheck();

    @Test
    void aLoggedEffectIsWell() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x")).commit(4, 25, LogScript.release(1, 2, "x"));
        story.ask(story.a, Ask.of(Verb.LOCK, "x"), 10, 16, "OK LOCK x token=1 index=3");
        story.ask(story.a, Ask.of(Verb.RELEASE, "x"), 20, 26, "OK RELEASE x token=1 index=4");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void anUncommittedGrantIsSeen() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x"));
        story.ask(story.a, Ask.of(Verb.LOCK, "x"), 10, 14, "OK LOCK x token=1 index=3");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("acknowledged before its commit");
    }

    @Test
    void aGrantThatIsNotInTheLogIsSeen() {
        story.ask(story.a, Ask.of(Verb.LOCK, "x"), 10, 14, "OK LOCK x token=1 index=3");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("no such effect");
    }

    @Test
    void aGrantOfAnothersLockIsSeen() {
        story.commit(3, 15, LogScript.acquire(2, 1, "x"), LogScript.acquire(1, 1, "x"));
        story.ask(story.a, Ask.of(Verb.LOCK, "x"), 10, 16, "OK LOCK x token=1 index=3");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("no such effect");
    }

    @Test
    void aReleaseThatIsNotInTheLogIsSeen() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x"));
        story.ask(story.a, Ask.of(Verb.RELEASE, "x"), 20, 26, "OK RELEASE x token=1 index=4");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("no such effect");
    }

    @Test
    void theAnswerOfAnotherRequestIsSeen() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x"));
        story.ask(story.a, Ask.of(Verb.LOCK, "x").with("req", 2), 10, 16, "OK LOCK x token=1 index=3");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("applied as request 1");
    }
}
