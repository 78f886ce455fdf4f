package io.lockstep.simulation.check.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.Right;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.ClientCall;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserChangeCheckTest {

    private static final Ask ALLOW = Ask.of(Verb.ALLOW, List.of("anna", "read", "x"));
    private static final Ask REMOVE = Ask.of(Verb.USER, List.of("REMOVE", "anna"));
    private static final String NO_SUCH_USER = "ERR USERS reason=no_such_user index=6 msg=\"\"";

    /** B is an administrator: it adds anna at 20, allows her x at 30, and removes her at 40. */
    private final Story story = new Story()
            .commit(3, 10, LogScript.firstAdmin("secret"))
            .commit(4, 20, LogScript.addUser("anna", "token"))
            .commit(5, 30, LogScript.allow("anna", Right.READ, "x"))
            .commit(6, 40, LogScript.change(new AccessChange.RemoveUser("anna")));

    private final UserChangeCheck check = new UserChangeCheck();

    @Test
    void changesOfTheLogAreWell() {
        Ask add = Ask.of(Verb.USER, List.of("ADD", "anna"));
        story.ask(story.b, add, 15, 22, "OK USER user=anna token=token index=4");
        story.ask(story.b, ALLOW, 25, 32, "OK ALLOW user=anna index=5");
        story.ask(story.a, add, 25, 32, "ERR USERS reason=user_exists index=5 msg=\"\"");
        story.ask(story.b, REMOVE, 35, 42, "OK USER user=anna index=6");
        story.ask(story.b, REMOVE, 45, 52, NO_SUCH_USER);

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void whatIsNotInTheLogIsSeen() {
        story.ask(story.b, ALLOW, 15, 22, "OK ALLOW user=anna index=4");
        story.ask(story.b, REMOVE, 25, 32, "OK USER user=anna index=5");
        story.ask(story.b, Ask.of(Verb.USER, List.of("ROTATE", "anna")), 25, 32, "OK USER user=anna token=new index=5");
        story.ask(story.b, Ask.of(Verb.USER, List.of("QUOTA", "anna", "locks", "3")), 25, 32, "OK USER user=anna");

        assertThat(story.breachesOf(check)).hasSize(4);
    }

    @Test
    void aReasonThatWasNeverSoIsSeen() {
        story.ask(story.a, REMOVE, 25, 32, NO_SUCH_USER);
        story.ask(
                story.a,
                Ask.of(Verb.DENY, List.of("anna", "read", "x")),
                35,
                38,
                "ERR USERS reason=no_such_rule msg=\"\"");

        assertThat(story.breachesOf(check)).hasSize(2);
    }

    @Test
    void aListWithAnotherUserIsSeen() {
        ClientCall list = story.ask(story.b, Ask.of(Verb.USER, "LIST"), 31);
        list.row(ReplyParser.parse("- user=admin tokens=1").orElseThrow());
        for (String right : List.of("read", "lock", "watch", "force", "admin")) {
            list.row(ReplyParser.parse("- user=admin right=" + right + " prefix=\"\"")
                    .orElseThrow());
        }
        list.row(ReplyParser.parse("- user=anna tokens=1").orElseThrow());
        story.answer(list, 35, "OK USER n=2 index=5");
        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("contradicts the log at its index");

        list.row(ReplyParser.parse("- user=anna right=read prefix=x").orElseThrow());
        assertThat(story.breachesOf(check)).isEmpty();
    }
}
