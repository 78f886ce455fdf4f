package io.lockstep.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.client.Ask;
import org.junit.jupiter.api.Test;

class RefusalCheckTest {

    private static final String HELD = "ERR HELD x owner=50000 token=1 index=3";

    private final Story story =
            new Story().commit(3, 15, Story.acquire(1, 1, "x")).commit(4, 50, Story.release(1, 2, "x"));
    private final RefusalCheck check = new RefusalCheck();

    @Test
    void refusalsThatWereSoAtSomeMomentAreWell() {
        story.ask(story.b, Ask.of(Verb.LOCK, "x"), 45, 60, HELD);
        story.ask(story.b, Ask.of(Verb.RELEASE, "x"), 45, 60, "ERR NOT_OWNER x owner=50000 token=1 index=3");
        story.ask(story.b, Ask.of(Verb.RELEASE, "x"), 45, 60, "ERR NOT_HELD x index=4");
        story.ask(story.a, Ask.of(Verb.LOCK, "x"), 20, 30, "ERR ALREADY x token=1 index=3");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aRefusalFromTheMapOfALeaderThatIsNoneAnyMoreIsSeen() {
        story.ask(story.b, Ask.of(Verb.LOCK, "x"), 55, 60, HELD);

        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void aCopyMayBeToldWhatTheFirstWouldHaveBeen() {
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
}
