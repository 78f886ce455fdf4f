package io.lockstep.common.lock;

import static io.lockstep.common.command.LockMode.EXCLUSIVE;
import static io.lockstep.common.command.LockMode.SHARED;
import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockEvent.Answered;
import io.lockstep.common.command.LockEvent.Ending;
import io.lockstep.common.command.LockEvent.Granted;
import io.lockstep.common.command.LockEvent.Leaving;
import io.lockstep.common.command.LockEvent.Queued;
import io.lockstep.common.command.LockEvent.Released;
import io.lockstep.common.command.LockEvent.Unqueued;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.Submission;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The events of each command for watchers, waiters and clients that lose a lock: exactly these, in this order. */
class LockEventTest {

    private static final long WAIT_MILLIS = 5_000;

    private final Cluster cluster = new Cluster(0);
    private final Cluster.Client a = cluster.open(1);
    private final Cluster.Client b = cluster.open(2);
    private final Cluster.Client c = cluster.open(3);

    private void assertEvents(LockEvent... expected) {
        assertThat(cluster.events).containsExactly(expected);
    }

    private static LockEvent granted(Cluster.Client client, LockName name, long token) {
        return new Granted(name, client.session, client.clientId, token, EXCLUSIVE);
    }

    private static LockEvent released(Cluster.Client client, LockName name, long token, Ending reason) {
        return new Released(name, client.session, client.clientId, token, reason, 0);
    }

    private static LockEvent queued(Cluster.Client client, LockName name, int position) {
        return new Queued(name, client.session, client.clientId, position);
    }

    private static LockEvent unqueued(Cluster.Client client, LockName name, Leaving reason) {
        return new Unqueued(name, client.session, client.clientId, reason);
    }

    private static LockEvent answered(Cluster.Client client, LockName name, CommandResult answer) {
        return new Answered(name, client.session, client.clientId, client.number, answer);
    }

    private static CommandResult grant(long token) {
        return new CommandResult.Granted(token);
    }

    @Test
    void lockAndRelease() {
        a.lock(LOCK_1);
        assertEvents(granted(a, LOCK_1, 1));
        a.release(LOCK_1);
        assertEvents(released(a, LOCK_1, 1, Ending.RELEASE));
    }

    @Test
    void severalLocksOneEventForEach() {
        a.lock(0, LOCK_2, LOCK_1);
        assertEvents(granted(a, LOCK_2, 1), granted(a, LOCK_1, 1));
        b.lock(WAIT_MILLIS, LOCK_1);
        c.lock(WAIT_MILLIS, LOCK_1, LOCK_2);
        assertEvents(queued(c, LOCK_1, 2), queued(c, LOCK_2, 1));
        c.cancel();
        assertEvents(
                unqueued(c, LOCK_1, Leaving.CANCELLED),
                unqueued(c, LOCK_2, Leaving.CANCELLED),
                answered(c, LOCK_1, Cluster.CANCELLED));
        a.releaseAll(LOCK_2, LOCK_1);
        assertEvents(
                released(a, LOCK_2, 1, Ending.RELEASE),
                released(a, LOCK_1, 1, Ending.RELEASE),
                granted(b, LOCK_1, 2),
                answered(b, LOCK_1, grant(2)));
    }

    @Test
    void theGrantOfSeveralFromTheQueueIsOneAnswer() {
        a.lock(LOCK_1);
        b.lock(WAIT_MILLIS, LOCK_2, LOCK_1);
        a.release(LOCK_1);
        assertEvents(
                released(a, LOCK_1, 1, Ending.RELEASE),
                granted(b, LOCK_2, 2),
                granted(b, LOCK_1, 2),
                answered(b, LOCK_2, grant(2)));
    }

    @Test
    void timeout() {
        a.lock(LOCK_1);
        b.lock(WAIT_MILLIS, LOCK_1);
        assertEvents(queued(b, LOCK_1, 1));
        cluster.pass(WAIT_MILLIS);
        assertEvents(unqueued(b, LOCK_1, Leaving.TIMEOUT), answered(b, LOCK_1, Cluster.TIMED_OUT));
    }

    @Test
    void theEndOfASessionAnswersNothingThatItWaitedFor() {
        a.lock(LOCK_1);
        b.lock(LOCK_2);
        b.lock(WAIT_MILLIS, LOCK_1);
        c.lock(WAIT_MILLIS, LOCK_2);
        b.close();
        assertEvents(
                unqueued(b, LOCK_1, Leaving.CLOSED),
                released(b, LOCK_2, 2, Ending.CLOSED),
                granted(c, LOCK_2, 3),
                answered(c, LOCK_2, grant(3)));
        c.lock(WAIT_MILLIS, LOCK_1);
        c.expire();
        assertEvents(unqueued(c, LOCK_1, Leaving.EXPIRED), released(c, LOCK_2, 3, Ending.EXPIRED));
    }

    @Test
    void forcedRelease() {
        a.lock(LOCK_1);
        b.force(LOCK_1, 1);
        assertEvents(released(a, LOCK_1, 1, Ending.FORCED));
    }

    @Test
    void theEndOfADelayHasNoEventButTheGrant() {
        cluster.apply(a.acquiring(EXCLUSIVE, 0, 1_000, LOCK_1));
        a.expire();
        assertEvents(released(a, LOCK_1, 1, Ending.EXPIRED));
        b.lock(WAIT_MILLIS, LOCK_1);
        assertEvents(queued(b, LOCK_1, 1));
        cluster.pass(1_000);
        assertEvents(granted(b, LOCK_1, 2), answered(b, LOCK_1, grant(2)));
        b.expire();
        c.lock(LOCK_1);
        cluster.pass(1_000);
        assertEvents();
    }

    @Test
    void sharedGrantsSayTheirMode() {
        a.lock(LOCK_1);
        b.lock(SHARED, WAIT_MILLIS, LOCK_1);
        c.lock(SHARED, WAIT_MILLIS, LOCK_1);
        a.release(LOCK_1);
        assertEvents(
                released(a, LOCK_1, 1, Ending.RELEASE),
                new Granted(LOCK_1, b.session, b.clientId, 2, SHARED),
                answered(b, LOCK_1, grant(2)),
                new Granted(LOCK_1, c.session, c.clientId, 3, SHARED),
                answered(c, LOCK_1, grant(3)));
    }

    @Test
    void refusalsAndRetriesHaveNoEvents() {
        a.lock(LOCK_1);
        Acquire waiting = b.acquiring(EXCLUSIVE, WAIT_MILLIS, 0, LOCK_1);
        cluster.apply(waiting);
        cluster.apply(waiting);
        assertEvents();
        c.lock(LOCK_1);
        assertEvents();
        c.release(LOCK_1);
        assertEvents();
        c.force(LOCK_1, 9);
        assertEvents();
        cluster.pass(1);
        assertEvents();
        cluster.open(1);
        assertEvents();
        cluster.apply(c.resuming(1, 5));
        assertEvents();
    }

    @Test
    void inOneEntryEachCommandHasItsOwnEvents() {
        Acquire acquire = a.acquiring(EXCLUSIVE, 0, 0, LOCK_1);
        Command.Release release = new Command.Release(a.nextRequest(), LOCK_1, 0);
        Origin origin = new Origin(Cluster.home(1), 1);
        Entry entry = new Entry(
                origin,
                cluster.clusterMillis,
                cluster.wallMillis,
                List.of(new Submission(origin, acquire), new Submission(origin, release)));
        assertThat(cluster.machine.apply(entry))
                .containsExactly(
                        new Effect(grant(1), List.of(granted(a, LOCK_1, 1))),
                        new Effect(new CommandResult.Released(1), List.of(released(a, LOCK_1, 1, Ending.RELEASE))));
    }
}
