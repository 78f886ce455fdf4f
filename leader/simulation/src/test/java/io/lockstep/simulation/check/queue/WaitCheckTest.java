package io.lockstep.simulation.check.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.TokenHash;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.GrantKey;
import io.lockstep.common.command.LeaseTerms;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitCheckTest {

    private static final Ask WAIT = Ask.of(Verb.LOCK, "x").with("wait", "100ms").with("req", 1);

    private static final Ask UNNUMBERED = Ask.of(Verb.LOCK, "x").with("wait", "100ms");

    private final Story story = new Story();
    private final WaitCheck check = new WaitCheck();

    @BeforeEach
    void aHasTheLockAndBWaitsForIt() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x"));
        story.commit(4, 20, LogScript.await(2, 1, "x", 100));
    }

    @Test
    void aTimeOutOfTheLogIsWell() {
        story.commit(5, 125, new Command.PassTime(125));
        story.ask(story.b, WAIT, 18, 126, "ERR TIMEOUT x index=5");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aTimeOutOfWhatWasGrantedIsSeen() {
        story.commit(5, 110, LogScript.release(1, 2, "x"));
        story.ask(story.b, WAIT, 18, 126, "ERR TIMEOUT x index=5");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("answered TIMEOUT without");
    }

    @Test
    void aTimeOutThatIsToldTooSoonIsSeen() {
        story.commit(5, 110, new Command.PassTime(125));
        story.ask(story.b, WAIT, 18, 111, "ERR TIMEOUT x index=5");

        assertThat(story.breachesOf(check))
                .anySatisfy(breach -> assertThat(breach).startsWith("did not wait as long"))
                .anySatisfy(breach -> assertThat(breach).startsWith("timed out at 110 instead of 120"));
    }

    @Test
    void aWaitThatLastsTooLongIsSeen() {
        story.quietFromMillis = 0;
        story.commit(5, 1_500, new Command.PassTime(1_500));

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("still waits after 1120000");
    }

    @Test
    void aWaitMayLastInAFault() {
        story.quietFromMillis = 0;
        story.disturbances.add(500_000, 600_000);
        story.commit(5, 1_500, new Command.PassTime(1_500));

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aLoggedCancelIsWellAndAnotherIsSeen() {
        story.commit(5, 40, new Command.CancelWait(2, 1, 1));
        story.ask(story.b, WAIT, 18, 50, "ERR CANCELLED x index=5");
        story.ask(story.b, WAIT.with("x", 1).with("req", 2), 51, 60, "ERR CANCELLED x index=5");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("answered CANCELLED without");
    }

    /** Answers of the same moment, without numbers: the earlier request was replaced, and the later one cancelled. */
    @Test
    void aWaitThatAnotherOneReplacedIsWellAndSoIsTheOther() {
        story.commit(5, 40, new Command.CancelWait(2, 1, 1), keyed(2));
        story.commit(6, 45, keyed(3));
        story.commit(7, 48, new Command.CancelWait(2, 1, 3));
        story.ask(story.b, UNNUMBERED, 38, 50, "ERR CANCELLED x index=6");
        story.ask(story.b, UNNUMBERED, 44, 50, "ERR CANCELLED x index=7");
        assertThat(story.breachesOf(check)).isEmpty();

        story.ask(story.b, UNNUMBERED, 44, 50, "ERR CANCELLED x index=7");
        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("answered CANCELLED without");
    }

    private static Command keyed(long request) {
        LeaseTerms lease = new LeaseTerms(new GrantKey(new TokenHash(1, 2, 3, 4)), 1_000, 0);
        return new Command.Acquire(
                new RequestId(2, 1, request, request - 1),
                List.of(new LockName("x")),
                LockMode.EXCLUSIVE,
                100,
                0,
                lease);
    }
}
