package io.lockstep.simulation.check.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import org.junit.jupiter.api.Test;

class RefusalCheckTest {

    private static final String HELD = "ERR HELD x owner=50000 token=1 index=3";

    private final Story story =
            new Story().commit(3, 15, LogScript.acquire(1, 1, "x")).commit(4, 50, LogScript.release(1, 2, "x"));
    private final RefusalCheck check = new RefusalCheck();

    @Test
    void trueRefusalsAreWell() {
        story.ask(story.b, Ask.of(Verb.LOCK, "x"), 45, 60, HELD);
        story.ask(story.b, Ask.of(Verb.RELEASE, "x"), 45, 60, "ERR NOT_OWNER x owner=50000 token=1 index=3");
        story.ask(story.b, Ask.of(Verb.RELEASE, "x"), 45, 60, "ERR NOT_HELD x index=4");
        story.ask(story.a, Ask.of(Verb.LOCK, "x"), 20, 30, "ERR ALREADY x token=1 index=3");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aRefusalByADeposedLeaderIsSeen() {
        story.ask(story.b, Ask.of(Verb.LOCK, "x"), 55, 60, HELD);

        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void aRetryMayGetAnEarlierRefusal() {
        Ask ask = Ask.of(Verb.LOCK, "x").with("req", 1);
        story.ask(story.b, ask, 45);
        story.ask(story.b, ask, 55, 60, HELD);

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void notHeldWhileItWasHeldIsSeen() {
        story.ask(story.b, Ask.of(Verb.RELEASE, "x"), 20, 30, "ERR NOT_HELD x index=3");

        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void notOwnerToldToTheOwnerIsSeen() {
        story.ask(story.a, Ask.of(Verb.RELEASE, "x"), 20, 30, "ERR NOT_OWNER x owner=50000 token=1 index=3");

        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void aRefusalForAQueueNeedsAQueue() {
        String refusal = "ERR HELD y waiting=1 index=4";
        story.ask(story.a, Ask.of(Verb.LOCK, "y"), 45, 60, refusal);

        assertThat(story.breachesOf(check))
                .singleElement()
                .asString()
                .startsWith("the reason of the refusal never held");
    }

    @Test
    void aClosedCycleIsWellAndAnotherIsSeen() {
        story.log.clear();
        story.commit(
                1,
                1,
                new Command.FoundCluster("cluster", 0),
                new Command.RegisterServer("disk", "c:1", "p:1"),
                LogScript.open(story.a.address(), true),
                LogScript.open(story.b.address(), true));
        story.commit(
                3, 15, LogScript.acquire(1, 1, "x"), LogScript.acquire(2, 1, "y"), LogScript.await(1, 2, "y", 9_000));
        Ask ask = Ask.of(Verb.LOCK, "x").with("wait", "9s");
        story.ask(story.b, ask, 20, 30, "ERR DEADLOCK x cycle=" + CYCLE + " index=3");
        story.ask(story.b, ask, 20, 30, "ERR DEADLOCK x cycle=" + CYCLE.replace("\\\"y\\\"", "a lock") + " index=3");
        assertThat(story.breachesOf(check)).isEmpty();

        story.ask(story.b, ask, 5, 12, "ERR DEADLOCK x cycle=" + CYCLE + " index=2");
        assertThat(story.breachesOf(check))
                .singleElement()
                .asString()
                .startsWith("the reason of the refusal never held");
    }

    private static final String CYCLE = "\"50001 waits for \\\"x\\\" of 50000 waits for \\\"y\\\" of 50001\"";
}
