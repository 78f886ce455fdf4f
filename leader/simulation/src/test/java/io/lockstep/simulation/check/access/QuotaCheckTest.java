package io.lockstep.simulation.check.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.Quotas;
import io.lockstep.common.command.Command;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.Story;
import io.lockstep.simulation.check.reading.LogScript;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.ClientCall;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuotaCheckTest {

    private static final Ask WATCH = Ask.of(Verb.WATCH, "x");

    private final Story story = new Story();
    private final QuotaCheck check = new QuotaCheck();

    /** A and B are connections of anna, who may have 2 of each kind. A holds x, and B waits for it from 40 on. */
    @BeforeEach
    void bothAreAnna() {
        story.log.clear();
        story.commit(1, 1, new Command.FoundCluster("cluster", 0), new Command.RegisterServer("disk", "c:1", "p:1"));
        story.commit(3, 10, LogScript.firstAdmin("secret"), LogScript.addUser("anna", "token"));
        long index = 4;
        for (Quotas.Kind kind : Quotas.Kind.values()) {
            story.commit(index++, 11, LogScript.change(new AccessChange.SetQuota("anna", kind, 2)));
        }
        story.commit(8, 12, LogScript.open(story.a.address(), "anna"), LogScript.open(story.b.address(), "anna"));
        story.commit(9, 15, LogScript.acquire(1, 1, "x"));
        story.commit(10, 40, LogScript.await(2, 1, "x", 9_000));
        story.apply(10, 41);
        Ask auth = Ask.of(Verb.AUTH).with("token", "token");
        story.ask(story.a, auth, 13, 14, "OK AUTH user=anna");
        story.ask(story.b, auth, 13, 14, "OK AUTH user=anna");
    }

    private static String limit(long bound, String what) {
        return "ERR LIMIT msg=\"the bound of " + bound + " " + what + " is reached\"";
    }

    @Test
    void aLimitThatIsReachedIsWell() {
        story.ask(story.a, Ask.of(Verb.LOCK, "y"), 50, 60, limit(2, "locks of user anna"));
        story.ask(story.a, Ask.of(Verb.HELLO), 50, 60, limit(2, "sessions of user anna"));
        story.ask(story.a, Ask.of(Verb.HELLO), 50, 60, limit(50_000, "client ids of server 1"));

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aLimitThatIsNotReachedIsSeen() {
        story.ask(story.a, Ask.of(Verb.LOCK, "y"), 20, 30, limit(2, "locks of user anna"));
        story.ask(story.a, Ask.of(Verb.LOCK, "x").with("wait", "9s"), 50, 60, limit(2, "waiters of user anna"));
        story.ask(story.a, Ask.of(Verb.LOCK, "y"), 50, 60, limit(1, "locks of user anna"));
        story.ask(story.a, Ask.of(Verb.LOCK, "y"), 50, 60, limit(2, "locks of user bert"));

        assertThat(story.breachesOf(check)).hasSize(4);
    }

    private ClientCall watch(long atMillis, long id) {
        return story.ask(story.a, WATCH, atMillis, atMillis + 1, "OK WATCH id=" + id + " index=10");
    }

    @Test
    void aWatchBeyondTheQuotaIsSeen() {
        watch(50, 1);
        watch(60, 2);
        assertThat(story.breachesOf(check)).isEmpty();

        watch(70, 3);
        assertThat(story.breachesOf(check)).singleElement().asString().startsWith("a watch beyond the quota");
    }

    @Test
    void aWatchInPlaceOfAnotherIsWell() {
        watch(50, 1);
        watch(60, 2);
        story.ask(story.a, Ask.of(Verb.UNWATCH, "1"), 65, 66, "OK UNWATCH id=1");
        watch(70, 3);

        assertThat(story.breachesOf(check)).isEmpty();
    }

    @Test
    void aLimitOfWatchesCountsThoseOfTheServerSinceItsStart() {
        String reached = limit(2, "watches of user anna at this server");
        watch(50, 1);
        story.ask(story.a, WATCH, 60, 61, "OK WATCH id=2 index=10");
        story.ask(story.b, WATCH, 70, 80, reached);
        assertThat(story.breachesOf(check)).isEmpty();

        story.starts.add(new Evidence.Started(1, 90_000));
        story.ask(story.b, WATCH, 100, 110, reached);
        assertThat(story.breachesOf(check)).hasSize(1);
    }
}
