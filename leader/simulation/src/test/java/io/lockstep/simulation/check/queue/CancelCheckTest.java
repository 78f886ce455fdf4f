package io.lockstep.simulation.check.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.ClientCall;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CancelCheckTest {

    private static final Ask CANCEL = Ask.of(Verb.CANCEL).with("req", 1);

    private final Story story = new Story();
    private final CancelCheck check = new CancelCheck();
    private ClientCall lock;

    @BeforeEach
    void bWaitsForTheLock() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x"));
        story.commit(4, 20, LogScript.await(2, 1, "x", 100));
        lock = story.ask(story.b, Ask.of(Verb.LOCK, "x").with("wait", "100ms").with("req", 1), 18);
    }

    private void isCancelled() {
        story.commit(5, 40, new Command.CancelWait(2, 1, 1));
    }

    @Test
    void yesIsWellWhereTheLogSaysSo() {
        isCancelled();
        story.ask(story.b, CANCEL, 30, 50, "OK CANCEL cancelled=yes index=5");
        story.answer(lock, 50, "ERR CANCELLED x index=5");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void yesIsSeenWhereNothingWasCancelled() {
        story.ask(story.b, CANCEL, 30, 50, "OK CANCEL cancelled=yes index=5");

        assertThat(story.breachesOf(check)).singleElement().asString().contains("a request that was not");
    }

    @Test
    void aRequestWhoseNumberIsTooOldMayHaveBeenCancelled() {
        story.ask(story.b, Ask.of(Verb.CANCEL), 30, 50, "OK CANCEL cancelled=yes index=5");
        story.answer(lock, 45, "ERR STALE_REQUEST");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void yesAndAGrantIsSeen() {
        isCancelled();
        story.ask(story.b, CANCEL, 30, 50, "OK CANCEL cancelled=yes index=5");
        story.answer(lock, 51, "OK LOCK x token=2 index=5");

        assertThat(story.breachesOf(check)).singleElement().asString().contains("was answered otherwise");
    }

    @Test
    void noIsSeenWhereTheLockHasNoAnswer() {
        story.ask(story.b, CANCEL, 30, 50, "OK CANCEL cancelled=no index=5");
        story.answer(lock, 60, "OK LOCK x token=2 index=5");

        assertThat(story.breachesOf(check)).singleElement().asString().contains("claims to be late");
    }

    @Test
    void noIsWellOnceTheLockHasItsAnswer() {
        story.answer(lock, 49, "OK LOCK x token=2 index=5");
        story.ask(story.b, CANCEL, 30, 50, "OK CANCEL cancelled=no index=5");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aCancelThatNobodyAskedForIsSeen() {
        isCancelled();
        story.answer(lock, 50, "ERR CANCELLED x index=5");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("cancelled, but no CANCEL");
    }
}
