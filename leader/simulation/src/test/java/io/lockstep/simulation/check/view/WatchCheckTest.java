package io.lockstep.simulation.check.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.Right;
import io.lockstep.common.command.Command;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.Contact;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchCheckTest {

    private static final String GRANTED = "* GRANTED x owner=50000 token=1 mode=exclusive rev=3 watch=1";
    private static final String RELEASED = "* RELEASED x owner=50000 token=1 reason=release rev=4 watch=1";
    private static final String QUEUED = "* QUEUED x owner=50000 pos=1 rev=6 watch=1";

    private final Story story = new Story();
    private final WatchCheck check = new WatchCheck();

    @BeforeEach
    void aUsesTheLockAndBWatchesIt() {
        story.commit(3, 15, LogScript.acquire(1, 1, "x"));
        story.commit(4, 20, LogScript.release(1, 2, "x"));
        story.commit(5, 25, LogScript.acquire(2, 1, "x"));
        story.commit(6, 30, LogScript.await(1, 3, "x", 100));
        story.ask(story.b, Ask.of(Verb.WATCH, "x"), 10, 12, "OK WATCH id=1 index=2");
        story.b.closed(1_000_000);
    }

    @Test
    void eventsInOrderAreWell() {
        story.push(story.b, 21, GRANTED);
        story.push(story.b, 22, RELEASED);

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void whatIsLeftOutIsSeen() {
        story.push(story.b, 21, GRANTED);
        story.push(story.b, 35, QUEUED);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("missed [");
    }

    @Test
    void aGapCoversWhatItLeavesOut() {
        story.push(story.b, 21, GRANTED);
        story.push(story.b, 34, "* GAP watch=1 rev=5");
        story.push(story.b, 35, QUEUED);

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void whatItsUserMayNotWatchIsLeftOut() {
        story.log.clear();
        story.commit(1, 1, new Command.FoundCluster("cluster", 1), new Command.RegisterServer("disk", "c:1", "p:1"));
        story.commit(2, 2, LogScript.firstAdmin("secret"), LogScript.addUser("anna", "token"));
        story.commit(3, 3, LogScript.open(story.a.address(), "admin"));
        story.commit(4, 15, LogScript.acquire(1, 1, "x"), LogScript.release(1, 2, "x"));
        story.commit(5, 20, LogScript.allow("anna", Right.WATCH, "x"));
        story.commit(6, 30, LogScript.acquire(1, 3, "x"));
        Contact anna = story.contact("C");
        story.ask(anna, Ask.of(Verb.AUTH).with("token", "token"), 5, 6, "OK AUTH user=anna");
        story.ask(anna, Ask.of(Verb.WATCH), 7, 8, "OK WATCH id=1 index=3");
        assertThat(story.breachesOf(check)).singleElement().asString().contains("missed until the end", "token=2");

        story.push(anna, 35, "* GRANTED x owner=50000 token=2 mode=exclusive rev=6 watch=1");
        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void whatAGapDoesNotCoverIsSeen() {
        story.push(story.b, 21, GRANTED);
        story.push(story.b, 34, "* GAP watch=1 rev=4");
        story.push(story.b, 35, QUEUED);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("missed [");
    }

    @Test
    void whatIsToldTwiceIsSeen() {
        story.push(story.b, 21, GRANTED);
        story.push(story.b, 22, GRANTED);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("an event that did not happen");
    }

    @Test
    void anUncommittedEventIsSeen() {
        story.push(story.b, 14, GRANTED);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("received before its commit");
    }

    @Test
    void whatWasBeforeTheWatchIsSeen() {
        story.ask(story.a, Ask.of(Verb.WATCH, "x"), 16, 17, "OK WATCH id=1 index=3");
        story.a.closed(1_000_000);
        story.push(story.a, 18, GRANTED);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("an event that did not happen");
    }

    @Test
    void aWatcherThatIsNeverToldIsSeen() {
        story.ask(story.a, Ask.of(Verb.WATCH, "x"), 16, 17, "OK WATCH id=1 index=5");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("missed until the end");
    }

    @Test
    void whatHappensJustBeforeTheEndMayBeOnItsWay() {
        story.ask(story.a, Ask.of(Verb.WATCH, "x"), 16, 17, "OK WATCH id=1 index=5");
        story.endMillis = 1_000;
        assertThat(story.breachesOf(check)).isEmpty();

        story.endMillis = 1_031;
        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("missed until the end");
    }
}
