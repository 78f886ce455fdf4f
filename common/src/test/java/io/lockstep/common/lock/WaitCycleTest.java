package io.lockstep.common.lock;

import static io.lockstep.common.command.LockMode.SHARED;
import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static io.lockstep.common.lock.Cluster.LOCK_3;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.CommandResult.Deadlock;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.HeldByOther;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.LockName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A request that would close a cycle is refused with the cycle; any other is never refused for that reason. */
class WaitCycleTest {

    private static final long WAIT_MILLIS = 5_000;

    private final Cluster cluster = new Cluster(0);
    private final Cluster.Client a = cluster.open(1);
    private final Cluster.Client b = cluster.open(2);
    private final Cluster.Client c = cluster.open(3);

    private static Deadlock cycle(Object... clientsAndLocks) {
        List<Deadlock.Link> links = new ArrayList<>();
        for (int i = 0; i < clientsAndLocks.length; i += 2) {
            links.add(new Deadlock.Link(
                    ((Cluster.Client) clientsAndLocks[i]).clientId, (LockName) clientsAndLocks[i + 1]));
        }
        return new Deadlock(links);
    }

    @Test
    void twoThatWantEachOthersLock() {
        a.lock(LOCK_1);
        b.lock(LOCK_2);
        a.lock(WAIT_MILLIS, LOCK_2);
        assertThat(b.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(cycle(b, LOCK_1, a, LOCK_2));
        assertThat(cluster.events).isEmpty();
        assertThat(cluster.queue(LOCK_1)).isEmpty();
        b.release(LOCK_2);
        assertThat(cluster.answered()).isEqualTo(Map.of(a.clientId, new Granted(3)));
    }

    @Test
    void threeInARow() {
        a.lock(LOCK_1);
        b.lock(LOCK_2);
        c.lock(LOCK_3);
        a.lock(WAIT_MILLIS, LOCK_2);
        b.lock(WAIT_MILLIS, LOCK_3);
        assertThat(c.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(cycle(c, LOCK_1, a, LOCK_2, b, LOCK_3));
    }

    @Test
    void throughAnEarlierWaiter() {
        // c is ahead of a in the queue of LOCK_3, and waits for LOCK_2, which a holds.
        b.lock(LOCK_3);
        a.lock(LOCK_2);
        c.lock(WAIT_MILLIS, LOCK_2, LOCK_3);
        assertThat(a.lock(WAIT_MILLIS, LOCK_3)).isEqualTo(cycle(a, LOCK_3, c, LOCK_2));
    }

    @Test
    void throughAWaiterForAFreeLock() {
        a.lock(LOCK_2);
        c.lock(WAIT_MILLIS, LOCK_1, LOCK_2);
        assertThat(a.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(cycle(a, LOCK_1, c, LOCK_2));
    }

    @Test
    void throughOneOfSeveralHolders() {
        a.lock(SHARED, 0, LOCK_1);
        b.lock(SHARED, 0, LOCK_1);
        c.lock(LOCK_2);
        b.lock(WAIT_MILLIS, LOCK_2);
        assertThat(c.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(cycle(c, LOCK_1, b, LOCK_2));
    }

    @Test
    void throughOneOfSeveralLocksThatAreAskedFor() {
        a.lock(LOCK_1);
        b.lock(LOCK_2);
        a.lock(WAIT_MILLIS, LOCK_2);
        assertThat(b.lock(WAIT_MILLIS, LOCK_3, LOCK_1)).isEqualTo(cycle(b, LOCK_1, a, LOCK_2));
        assertThat(cluster.machine.status(LOCK_3).waiting()).isZero();
    }

    @Test
    void throughWhatTheClientWaitsForOnly() {
        // a holds nothing: b is behind a in the queue of LOCK_1, and a would wait for b's lock.
        c.lock(LOCK_1);
        b.lock(LOCK_2);
        a.lock(WAIT_MILLIS, LOCK_1);
        b.lock(WAIT_MILLIS, LOCK_1);
        assertThat(a.lock(WAIT_MILLIS, LOCK_2)).isEqualTo(cycle(a, LOCK_2, b, LOCK_1));
    }

    @Test
    void aTryClosesNoCycleSinceItDoesNotWait() {
        a.lock(LOCK_1);
        b.lock(LOCK_2);
        a.lock(WAIT_MILLIS, LOCK_2);
        assertThat(b.lock(LOCK_1)).isEqualTo(new HeldByOther(cluster.holder(LOCK_1), 0));
    }

    @Test
    void aSessionWithoutLocksIsNeverRefused() {
        a.lock(LOCK_1);
        b.lock(LOCK_2);
        a.lock(WAIT_MILLIS, LOCK_2);
        assertThat(c.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(1));
        assertThat(cluster.open(1).lock(WAIT_MILLIS, LOCK_2, LOCK_1)).isEqualTo(new Queued(2));
    }

    @Test
    void aChainOfWaitersWithoutACycleIsNotRefused() {
        a.lock(LOCK_1);
        b.lock(LOCK_2);
        c.lock(LOCK_3);
        a.lock(WAIT_MILLIS, LOCK_2);
        // b waits for c, and c for no session.
        assertThat(b.lock(WAIT_MILLIS, LOCK_3)).isEqualTo(new Queued(1));
    }

    @Test
    void laterWaitersDoNotCount() {
        // b is behind a, so a does not wait for b.
        c.lock(LOCK_1);
        a.lock(LOCK_2);
        a.lock(WAIT_MILLIS, LOCK_1);
        assertThat(b.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(2));
        b.lock(LOCK_3);
        assertThat(b.lock(WAIT_MILLIS, LOCK_2)).isEqualTo(new Queued(1));
        assertThat(a.lock(LOCK_3)).isInstanceOf(HeldByOther.class);
        assertThat(a.lock(WAIT_MILLIS, LOCK_3)).isEqualTo(cycle(a, LOCK_3, b, LOCK_1));
    }

    @Test
    void laterWaitersOfAQueueReachedTwiceDoNotCount() {
        // The queue of LOCK_1 is a, b, d; d also waits for LOCK_3. client waits for b and a, and not for d.
        Cluster.Client d = cluster.open(1);
        Cluster.Client client = cluster.open(2);
        c.lock(LOCK_1);
        b.lock(LOCK_2);
        client.lock(LOCK_3);
        a.lock(WAIT_MILLIS, LOCK_1);
        b.lock(WAIT_MILLIS, LOCK_1);
        d.lock(WAIT_MILLIS, LOCK_1, LOCK_3);
        assertThat(client.lock(WAIT_MILLIS, LOCK_2)).isEqualTo(new Queued(1));
    }

    /** This took minutes when the search visited each position again for each session of a queue. */
    @Test
    @Timeout(30)
    void aSearchThroughLongLinesLooksAtEachPlaceOnce() {
        LockName[] names = IntStream.rangeClosed(1, 16)
                .mapToObj(number -> new LockName("Lock " + number))
                .toArray(LockName[]::new);
        a.lock(0, names);
        for (int i = 0; i < 20_000; i++) {
            cluster.open(1 + i % 3).lock(WAIT_MILLIS, names);
        }
        b.lock(new LockName("b has something"));
        assertThat(b.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(20_001));
    }

    @Test
    void theCycleIsGoneOnceOneWaiterGivesUp() {
        a.lock(LOCK_1);
        b.lock(LOCK_2);
        a.lock(WAIT_MILLIS, LOCK_2);
        assertThat(b.lock(WAIT_MILLIS, LOCK_1)).isInstanceOf(Deadlock.class);
        cluster.pass(WAIT_MILLIS);
        assertThat(b.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(1));
    }
}
