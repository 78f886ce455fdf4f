package io.lockstep.simulation.check.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.ClientCall;
import org.junit.jupiter.api.Test;

class AnswerCheckTest {

    private final Story story = new Story();
    private final AnswerCheck check = new AnswerCheck();

    @Test
    void oneAnswerOrABrokenConnectionIsWell() {
        story.ask(story.a, Ask.of(Verb.PING), 10, 11, "OK PONG");
        story.ask(story.b, Ask.of(Verb.PING), 10);
        story.b.closed(20_000);

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aSecondAnswerIsSeen() {
        ClientCall call = story.ask(story.a, Ask.of(Verb.PING), 10, 11, "OK PONG");
        story.answer(call, 12, "OK PONG");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("answered twice");
    }

    @Test
    void anAnswerThatNeverCameIsSeen() {
        story.ask(story.a, Ask.of(Verb.PING), 10);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("never answered");
    }

    @Test
    void anAnswerToNothingIsSeen() {
        story.history.stray(story.a, "OK LOCK x token=1 index=3");

        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void aWaitToTheEndNeedsNoAnswer() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x"), LogScript.await(2, 1, "x", 9_000));
        Ask wait = Ask.of(Verb.LOCK, "x").with("wait", "9s");
        story.ask(story.b, wait.with("req", 1), 10);
        assertThat(story.breachesOf(check)).isEmpty();

        story.ask(story.b, wait.with("req", 2), 10);
        assertThat(story.breachesOf(check)).isEmpty();

        story.ask(story.a, wait.with("req", 2), 10);
        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("never answered");
    }
}
