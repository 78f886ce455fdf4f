package io.lockstep.simulation.check.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.ClientCall;
import org.junit.jupiter.api.Test;

class NoEffectCheckTest {

    private static final Ask LOCK_1 = Ask.of(Verb.LOCK, "x").with("req", 1);

    private final Story story = new Story();
    private final NoEffectCheck check = new NoEffectCheck();

    @Test
    void anUnknownOutcomeMayBeADeed() {
        story.commit(3, 50, LogScript.acquire(1, 1, "x"));
        story.ask(story.a, LOCK_1, 10, 20, "ERR OUTCOME_UNKNOWN");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void anEffectAfterNoLeaderIsSeen() {
        story.commit(3, 50, LogScript.acquire(1, 1, "x"));
        story.ask(story.a, LOCK_1, 10, 20, "ERR NO_LEADER");

        assertThat(story.breachesOf(check)).anyMatch(breach -> breach.startsWith("done, although"));
    }

    @Test
    void anEffectOfALaterSendingIsWell() {
        story.commit(3, 50, LogScript.acquire(1, 1, "x"));
        story.ask(story.a, LOCK_1, 10, 20, "ERR NO_LEADER");
        story.ask(story.a, LOCK_1, 30, 60, "OK LOCK x token=1 index=3");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void anEffectAfterTheRefusalIsSeen() {
        story.commit(3, 50, LogScript.acquire(1, 1, "x"));
        story.ask(story.a, LOCK_1, 10);
        story.ask(story.a, LOCK_1, 30, 40, "ERR HELD x owner=1 token=9 index=2");
        story.a.closed(20_000);

        // The first sending has no answer, so it may have taken effect, but no longer can.
        assertThat(story.breachesOf(check)).isNotEmpty();
    }

    @Test
    void anAnswerThatContradictsAnotherSendingIsSeen() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x"));
        story.ask(story.a, LOCK_1, 10);
        story.a.closed(20_000);
        story.ask(story.a, LOCK_1, 30, 40, "ERR NO_LEADER");

        assertThat(story.breachesOf(check)).singleElement().asString().contains("told that it was not");
    }

    @Test
    void aDenialOfWhatWasDoneIsSeen() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x"));
        story.ask(story.a, LOCK_1, 10);
        story.a.closed(20_000);
        ClientCall again = story.ask(story.a, LOCK_1, 30, 40, "ERR AUTH_REQUIRED");
        assertThat(again.isWithoutEffect()).isTrue();
        assertThat(story.breachesOf(check)).isEmpty();

        story.ask(story.a, LOCK_1, 50, 60, "ERR DENIED");
        assertThat(story.breachesOf(check)).singleElement().asString().contains("told that it was not");
    }

    @Test
    void aDenialAfterAnUnknownOutcomeIsWell() {
        story.commit(3, 50, LogScript.acquire(1, 1, "x"));
        story.ask(story.a, LOCK_1, 10, 20, "ERR OUTCOME_UNKNOWN");
        story.ask(story.a, LOCK_1, 30, 40, "ERR DENIED");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void anUnnumberedEffectWithoutACallIsSeen() {
        story.commit(3, 50, LogScript.acquire(1, 1, "x"));
        story.ask(story.a, Ask.of(Verb.LOCK, "x"), 10, 20, "ERR BUSY");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("done, but no client");
    }

    @Test
    void twoAnswersToOneRequestAreSeen() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x"));
        story.ask(story.a, LOCK_1, 10, 20, "OK LOCK x token=1 index=3");
        story.ask(story.a, LOCK_1, 30, 40, "OK LOCK x token=2 index=4");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("one request had different");
    }
}
