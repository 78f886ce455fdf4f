package io.lockstep.simulation.check.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.ClientCall;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PositionCheckTest {

    private final Story story = new Story();
    private final PositionCheck check = new PositionCheck();
    private ClientCall lock;

    @BeforeEach
    void bIsFirstInTheQueue() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x"));
        story.commit(4, 20, LogScript.await(2, 1, "x", 9_000));
        lock = story.ask(story.b, Ask.of(Verb.LOCK, "x").with("wait", "9s").with("req", 1), 18);
    }

    private void isToldItsPosition(int place) {
        lock.queued(ReplyParser.parse("* QUEUED x pos=" + place + " req=1").orElseThrow());
    }

    @Test
    void thePlaceInTheQueueIsWell() {
        isToldItsPosition(1);

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void anotherPlaceIsSeen() {
        isToldItsPosition(2);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("never had position 2");
    }

    @Test
    void eachCopyOfARequestMayBeToldItsPosition() {
        story.ask(story.b, Ask.of(Verb.LOCK, "x").with("wait", "9s").with("req", 1), 17);
        isToldItsPosition(1);
        isToldItsPosition(1);

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aPositionToldTwiceIsSeen() {
        isToldItsPosition(1);
        isToldItsPosition(1);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("got QUEUED twice");
    }
}
