package io.lockstep.simulation.check.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.Right;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RightsCheckTest {

    private static final Ask LOCK = Ask.of(Verb.LOCK, "x");
    private static final String GRANTED = "OK LOCK x token=1 index=6";
    private static final String DENIED = "ERR DENIED msg=\"\"";
    private static final String AUTH_REQUIRED = "ERR AUTH_REQUIRED msg=\"\"";

    private final Story story = new Story();
    private final RightsCheck check = new RightsCheck();

    /** A may take x until it may not any more, which the server applies at 60. */
    @BeforeEach
    void aIsAnna() {
        story.commit(3, 10, LogScript.firstAdmin("secret"), LogScript.addUser("anna", "token"));
        story.commit(4, 11, LogScript.allow("anna", Right.LOCK, "x"), LogScript.allow("anna", Right.WATCH, "x"));
        story.apply(4, 12);
        story.ask(story.a, Ask.of(Verb.AUTH).with("token", "token"), 13, 14, "OK AUTH user=anna");
        story.commit(5, 50, LogScript.deny("anna", Right.LOCK, "x"), LogScript.deny("anna", Right.WATCH, "x"));
        story.apply(5, 60);
    }

    @Test
    void whatTheRulesSayIsWell() {
        story.ask(story.a, LOCK, 20, 30, GRANTED);
        story.ask(story.a, LOCK, 55, 70, GRANTED);
        story.ask(story.a, LOCK, 55, 70, DENIED);
        story.ask(story.a, LOCK, 65, 70, DENIED);
        story.ask(story.a, Ask.of(Verb.LOCK, "y"), 20, 30, DENIED);
        story.ask(story.a, Ask.of(Verb.WHOAMI), 65, 70, "OK WHOAMI");
        story.ask(story.b, LOCK, 20, 30, AUTH_REQUIRED);
        story.ask(story.b, Ask.of(Verb.PING), 20, 30, "OK PONG");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aRequestWithoutTheRightIsSeen() {
        story.ask(story.a, LOCK, 65, 70, GRANTED);
        story.ask(story.a, Ask.of(Verb.LOCK, "y"), 20, 30, "ERR HELD y token=1 index=4");
        story.ask(story.a, Ask.of(Verb.STATUS, "x"), 20, 30, "OK STATUS x state=free index=4");
        story.ask(story.a, Ask.of(Verb.USER, "LIST"), 20, 30, "OK USER n=2 index=4");

        assertThat(story.breachesOf(check)).hasSize(4);
    }

    @Test
    void aStrangerWhoIsToldAnythingIsSeen() {
        story.ask(story.b, Ask.of(Verb.NODES), 20, 30, "OK NODES n=1");
        story.ask(story.b, LOCK, 20, 30, DENIED);

        assertThat(story.breachesOf(check)).hasSize(2);
    }

    @Test
    void aRefusalOfWhatIsAllowedIsSeen() {
        story.ask(story.a, LOCK, 20, 30, DENIED);
        story.ask(story.a, LOCK, 20, 30, AUTH_REQUIRED);
        story.ask(story.b, Ask.of(Verb.PING), 20, 30, AUTH_REQUIRED);

        assertThat(story.breachesOf(check)).hasSize(3);
    }

    @Test
    void aRemovedUserIsAStrangerOnceTheServerKnows() {
        story.commit(6, 80, LogScript.change(new AccessChange.RemoveUser("anna")));
        story.apply(6, 90);
        story.ask(story.a, Ask.of(Verb.WHOAMI), 85, 95, "OK WHOAMI");
        story.ask(story.a, Ask.of(Verb.WHOAMI), 85, 95, AUTH_REQUIRED);
        assertThat(story.breachesOf(check)).isEmpty();

        story.ask(story.a, Ask.of(Verb.WHOAMI), 92, 95, "OK WHOAMI");
        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void anEventOfALockThatMayNotBeWatchedIsSeen() {
        story.commit(6, 80, LogScript.acquire(1, 1, "x"));
        story.push(story.a, 55, "* GRANTED x owner=50000 token=1 mode=exclusive rev=4 watch=1");
        assertThat(story.breachesOf(check)).isEmpty();

        story.push(story.a, 90, "* GRANTED x owner=50000 token=1 mode=exclusive rev=6 watch=1");
        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("told of a lock");
    }

    @Test
    void aRefusalInAClusterWithoutUsersIsSeen() {
        Story open = new Story();
        open.ask(open.a, LOCK, 20, 30, DENIED);
        open.ask(open.a, LOCK, 40, 50, "OK LOCK x token=1 index=3");

        assertThat(open.breachesOf(check)).hasSize(1);
    }
}
