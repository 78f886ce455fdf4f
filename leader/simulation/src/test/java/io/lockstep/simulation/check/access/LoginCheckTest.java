package io.lockstep.simulation.check.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.command.Command;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginCheckTest {

    private static final String FAILED = "ERR AUTH_FAILED msg=\"\"";
    private static final String OPEN = "ERR SESSION_OPEN msg=\"\"";
    private static final String HELLO = "OK HELLO session=1 key=00 index=4";

    private final Story story = new Story();
    private final LoginCheck check = new LoginCheck();

    /** A has the session of anna from 20 on. Her token is rotated at 1000 and again at 2000. */
    @BeforeEach
    void aIsAnna() {
        story.log.clear();
        story.commit(1, 1, new Command.FoundCluster("cluster", 1), new Command.RegisterServer("disk", "c:1", "p:1"));
        story.commit(3, 10, LogScript.firstAdmin("secret"), LogScript.addUser("anna", "old"));
        story.apply(3, 11);
        story.ask(story.a, auth("old"), 13, 14, "OK AUTH user=anna");
        story.commit(4, 18, LogScript.open(story.a.address(), "anna"));
        story.ask(story.a, Ask.of(Verb.HELLO), 16, 20, HELLO);
        story.commit(5, 1_000, LogScript.rotate("anna", "new"));
        story.commit(6, 2_000, LogScript.rotate("anna", "newest"));
        story.apply(6, 2_010);
    }

    private static Ask auth(String token) {
        return Ask.of(Verb.AUTH).with("token", token);
    }

    @Test
    void whatTheUsersOfTheLogSayIsWell() {
        story.ask(story.a, auth("new"), 1_100, 1_200, "OK AUTH user=anna");
        story.ask(story.a, auth("newest"), 2_100, 2_200, "OK AUTH user=anna");
        story.ask(story.a, auth("secret"), 2_300, 2_400, OPEN);
        story.ask(story.b, auth("old"), 1_990, 2_400, FAILED);
        story.ask(story.b, auth("secret"), 2_500, 2_600, "OK AUTH user=admin");

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aTokenThatNoLongerCountsIsSeen() {
        story.ask(story.b, auth("old"), 2_100, 2_200, "OK AUTH user=anna");

        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void anotherNameThanTheTokensIsSeen() {
        story.ask(story.b, auth("newest"), 2_100, 2_200, "OK AUTH user=admin");

        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void theRefusalOfAValidTokenIsSeen() {
        story.ask(story.b, auth("newest"), 2_100, 2_400, FAILED);

        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void aRefusalAtOnceIsSeen() {
        story.ask(story.b, auth("wrong"), 2_100, 2_299, FAILED);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("a wrong token is answered at once");
    }

    @Test
    void aConnectionThatChangesItsUserIsSeen() {
        story.ask(story.a, auth("secret"), 2_300, 2_400, "OK AUTH user=admin");
        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("becomes another user");

        story.ask(story.b, auth("secret"), 2_300, 2_400, OPEN);
        assertThat(story.breachesOf(check)).hasSize(2);
    }

    @Test
    void aSessionThatAnotherUserResumesIsSeen() {
        story.ask(story.b, auth("secret"), 2_300, 2_400, "OK AUTH user=admin");
        story.ask(story.b, Ask.of(Verb.HELLO).with("session", 1), 2_500, 2_600, HELLO);

        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("a session of another user");
    }

    @Test
    void theTokenOfARemovedUserIsNobodys() {
        story.commit(7, 3_000, LogScript.change(new AccessChange.RemoveUser("anna")));
        story.apply(7, 3_010);
        story.ask(story.b, auth("newest"), 3_100, 3_300, FAILED);
        assertThat(story.breachesOf(check)).isEmpty();

        story.ask(story.b, auth("newest"), 3_400, 3_600, "OK AUTH user=anna");
        assertThat(story.breachesOf(check)).hasSize(1);
    }
}
