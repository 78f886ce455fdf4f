package io.lockstep.simulation.check.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.Right;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.ClientCall;
import io.lockstep.simulation.client.Contact;
import org.junit.jupiter.api.Test;

class ReadCheckTest {

    private static final Ask STATUS = Ask.of(Verb.STATUS, "x");
    private static final String HELD = "OK STATUS x state=held owner=50000 token=1 index=3";
    private static final String FREE = "OK STATUS x state=free index=2";

    private final Story story = new Story().commit(3, 15, LogScript.acquire(1, 1, "x"));
    private final ReadCheck check = new ReadCheck();

    @Test
    void theMapAsItWasAtTheIndexNamedIsWell() {
        story.ask(story.a, STATUS, 20, 21, FREE);
        story.ask(story.a, STATUS, 30, 31, HELD);
        story.ask(story.b, STATUS, 40, 41, FREE);

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void anotherOwnerThanTheLogSaysIsSeen() {
        story.ask(story.a, STATUS, 20, 21, "OK STATUS x state=free index=3");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("contradicts the log at its index");
    }

    @Test
    void whatIsNotCommittedIsSeen() {
        story.ask(story.a, STATUS, 10, 12, HELD);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("shows something uncommitted");
    }

    @Test
    void goingBackInOneSessionIsSeen() {
        story.ask(story.a, STATUS, 20, 21, HELD);
        story.ask(story.a, STATUS, 22, 23, FREE);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("goes back");
    }

    @Test
    void missingTheSessionsOwnEffectIsSeen() {
        story.ask(story.a, Ask.of(Verb.LOCK, "x"), 10, 16, "OK LOCK x token=1 index=3");
        story.ask(story.a, STATUS, 22, 23, FREE);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("goes back");
    }

    @Test
    void aSyncReadThatMissesACommitIsSeen() {
        story.ask(story.b, STATUS.with("read", "sync"), 20, 23, FREE);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("a linearizable read");
    }

    @Test
    void lessThanWasAskedForIsSeen() {
        story.ask(story.b, STATUS.with("index", 3), 20, 23, FREE);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("shows less than index= requires");
    }

    @Test
    void aMapBehindTheStartIsSeen() {
        story.starts.add(new Evidence.Started(1, 18_000));
        Contact late = story.history.add(new Contact("C", 1, "C:1", 19_000));
        story.ask(late, STATUS, 20, 23, FREE);

        assertThat(story.breachesOf(check))
                .singleElement()
                .asString()
                .startsWith("shows less than was committed at the start");
    }

    @Test
    void aListThatLeavesOutALockIsSeen() {
        story.ask(story.a, Ask.of(Verb.LIST), 20, 21, "OK LIST n=0 index=3");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("contradicts the log at its index");
    }

    @Test
    void aListHasWhatItsUserMaySeeAndNothingElse() {
        story.commit(4, 20, LogScript.firstAdmin("secret"), LogScript.addUser("anna", "token"));
        story.ask(story.a, Ask.of(Verb.AUTH).with("token", "token"), 21, 22, "OK AUTH user=anna");
        story.ask(story.a, Ask.of(Verb.LIST), 23, 24, "OK LIST n=0 index=4");
        story.commit(5, 30, LogScript.allow("anna", Right.READ, "x"));
        assertThat(story.breachesOf(check)).isEmpty();

        ClientCall list = story.ask(story.a, Ask.of(Verb.LIST), 40);
        list.row(ReplyParser.parse("- x token=1").orElseThrow());
        story.answer(list, 41, "OK LIST n=1 index=4");
        story.ask(story.a, Ask.of(Verb.LIST), 50, 51, "OK LIST n=0 index=5");
        assertThat(story.breachesOf(check))
                .filteredOn(breach -> breach.startsWith("contradicts the log at its index"))
                .hasSize(2);
    }

    @Test
    void whoListsHoldersAndTheQueue() {
        story.commit(5, 40, LogScript.acquire(2, 5, "w"), LogScript.open("C:1", true));
        story.commit(6, 41, LogScript.await(3, 5, "w", 9_000));
        ClientCall who = story.ask(story.a, Ask.of(Verb.WHO, "w"), 50);
        who.row(ReplyParser.parse("- holder session=2 token=2").orElseThrow());
        story.answer(who, 51, "OK WHO w holders=1 waiting=1 index=6");
        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("contradicts the log at its index");

        who.row(ReplyParser.parse("- waiter pos=1 session=3").orElseThrow());
        assertThat(story.breachesOf(check)).isEmpty();
    }
}
