package io.lockstep.simulation.check.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.Contact;
import org.junit.jupiter.api.Test;

class EarlyEndCheckTest {

    private final Story story = new Story();
    private final EarlyEndCheck check = new EarlyEndCheck();

    private void hello() {
        story.ask(story.a, Ask.of(Verb.HELLO), 5, 10, "OK HELLO session=1 ttl=2s index=2");
    }

    private void line(long atMillis, boolean leaderInReach) {
        story.lines.add(new Evidence.LineTaken(1, story.a.address(), atMillis * 1_000, leaderInReach));
    }

    private void expires(long atMillis) {
        story.commit(5, atMillis, new Command.ExpireSession(1, 1));
    }

    @Test
    void anEndAfterTheLeaseIsWell() {
        hello();
        line(1_000, true);
        expires(3_000);

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void anEndWithinTheLeaseOfTheHelloIsSeen() {
        hello();
        expires(2_004);

        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void anEndWithinTheLeaseOfALineIsSeen() {
        hello();
        line(1_000, true);
        expires(2_999);

        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void aLineTheLeaderMayHaveMissedDoesNotCount() {
        hello();
        line(1_000, false);
        line(1_200, true);
        story.disturbances.add(1_300_000, 1_300_000);
        expires(2_100);

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void anEndWithinARenewalIsSeen() {
        hello();
        story.ask(story.a, Ask.of(Verb.PING), 1_500, 1_501, "OK PONG renewed=500ms");
        story.disturbances.add(0, 9_000_000);
        expires(2_900);

        assertThat(story.breachesOf(check)).hasSize(1);
    }

    @Test
    void theEndOfAConnectedSessionIsSeen() {
        Contact bare = story.contact("C");
        story.commit(3, 3, LogScript.open(bare.address(), false));
        story.commit(6, 9_000, new Command.ExpireSession(3, 1));

        assertThat(story.breachesOf(check)).singleElement().asString().contains("while its connection was open");
    }
}
