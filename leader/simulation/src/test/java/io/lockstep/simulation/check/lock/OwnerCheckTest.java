package io.lockstep.simulation.check.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.command.Command;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnerCheckTest {

    private final Story story = new Story();
    private final OwnerCheck check = new OwnerCheck();

    @BeforeEach
    void aHasTheLock() {
        story.ask(story.a, Ask.of(Verb.HELLO), 5, 6, "OK HELLO session=1 ttl=2s index=2");
        story.ask(story.a, Ask.of(Verb.LOCK, "x").with("req", 1), 10, 20, "OK LOCK x token=1 index=3");
    }

    private void isGrantedToB(long askedMillis, long answeredMillis) {
        story.ask(story.b, Ask.of(Verb.LOCK, "x"), askedMillis, answeredMillis, "OK LOCK x token=2 index=9");
    }

    @Test
    void anotherOwnerAfterTheReleaseIsWell() {
        story.ask(story.a, Ask.of(Verb.RELEASE, "x").with("req", 2), 30);
        isGrantedToB(31, 40);

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void anotherOwnerAfterTheLeaseIsWell() {
        isGrantedToB(1_900, 2_010);

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void anotherOwnerWithinTheLeaseIsSeen() {
        isGrantedToB(1_900, 2_000);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("two owners");
    }

    @Test
    void anotherOwnerWithinARenewedLeaseIsSeen() {
        story.ask(story.a, Ask.of(Verb.PING), 1_000, 1_001, "OK PONG renewed=100ms");
        isGrantedToB(1_900, 2_800);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("two owners");
    }

    @Test
    void theAnswerToARetryIsNoNewOwnership() {
        story.ask(story.a, Ask.of(Verb.RELEASE, "x").with("req", 2), 30, 35, "OK RELEASE x token=1 index=4");
        isGrantedToB(36, 40);
        story.ask(story.a, Ask.of(Verb.LOCK, "x").with("req", 1), 37, 38, "OK LOCK x token=1 index=4");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void anotherOwnerAfterAForceIsWell() {
        story.ask(story.b, Ask.of(Verb.FORCE, "x").with("token", 1), 30);
        isGrantedToB(31, 40);

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void anotherOwnerAfterTheRemovalOfTheUserIsWell() {
        story.log.clear();
        story.commit(1, 1, new Command.FoundCluster("cluster", 1), new Command.RegisterServer("disk", "c:1", "p:1"));
        story.commit(2, 2, LogScript.firstAdmin("secret"), LogScript.addUser("anna", "token"));
        story.commit(3, 3, LogScript.open(story.a.address(), "anna"));
        story.commit(4, 30, LogScript.change(new AccessChange.RemoveUser("anna")));
        isGrantedToB(20, 31);
        assertThat(story.breachesOf(check)).isEmpty();

        isGrantedToB(20, 29);
        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("two owners");
    }

    @Test
    void sharedOwnersTogetherAreWell() {
        story.ask(story.a, Ask.of(Verb.LOCK, "y").with("mode", "shared"), 10, 20, "OK LOCK y token=3 index=3");
        story.ask(story.b, Ask.of(Verb.LOCK, "y").with("mode", "shared"), 10, 21, "OK LOCK y token=4 index=4");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void moreOwnersThanPermitsAreSeen() {
        Ask ask = Ask.of(Verb.LOCK, "y").with("permits", 2);
        story.ask(story.a, ask, 10, 20, "OK LOCK y token=3 index=3");
        story.ask(story.b, ask, 10, 21, "OK LOCK y token=4 index=4");
        assertThat(story.breachesOf(check)).isEmpty();

        story.ask(story.b, Ask.of(Verb.HELLO), 5, 6, "OK HELLO session=2 ttl=2s index=2");
        story.ask(story.contact("C"), ask, 10, 22, "OK LOCK y token=5 index=5");
        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("too many owners");
    }

    @Test
    void sharedBesideExclusiveIsSeen() {
        story.ask(story.b, Ask.of(Verb.LOCK, "x").with("mode", "shared"), 30, 40, "OK LOCK x token=2 index=9");

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("too many owners");
    }
}
