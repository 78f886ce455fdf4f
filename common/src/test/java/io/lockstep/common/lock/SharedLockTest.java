package io.lockstep.common.lock;

import static io.lockstep.common.command.LockMode.EXCLUSIVE;
import static io.lockstep.common.command.LockMode.SHARED;
import static io.lockstep.common.lock.Cluster.LOCK_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.HeldByOther;
import io.lockstep.common.command.CommandResult.NotOwner;
import io.lockstep.common.command.CommandResult.OtherMode;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.CommandResult.Released;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Shared locks and counting semaphores: several sessions hold one lock, and all modes share one wait queue. */
class SharedLockTest {

    private static final long WAIT_MILLIS = 5_000;

    private final Cluster cluster = new Cluster();
    private final Cluster.Client a = cluster.open(1);
    private final Cluster.Client b = cluster.open(2);
    private final Cluster.Client c = cluster.open(3);
    private final Cluster.Client d = cluster.open(1);

    @Test
    void readersHoldTheLockTogetherUnderTokensOfTheirOwn() {
        assertThat(a.lock(SHARED, 0, LOCK_1)).isEqualTo(new Granted(1));
        assertThat(b.lock(SHARED, 0, LOCK_1)).isEqualTo(new Granted(2));
        assertThat(cluster.holders(LOCK_1)).containsExactly(a.clientId, b.clientId);
        assertThat(cluster.machine.status(LOCK_1).holders()).isEqualTo(2);
        assertThat(cluster.machine.lockCount()).isEqualTo(1);
        assertThat(cluster.holder(LOCK_1).token()).isEqualTo(1);
        assertThat(c.lock(EXCLUSIVE, 0, LOCK_1)).isEqualTo(new HeldByOther(cluster.holder(LOCK_1), 0));
        assertThat(c.release(LOCK_1)).isEqualTo(new NotOwner(cluster.holder(LOCK_1)));
    }

    @Test
    void theLockIsFreeAfterItsLastReader() {
        a.lock(SHARED, 0, LOCK_1);
        b.lock(SHARED, 0, LOCK_1);
        assertThat(a.release(LOCK_1)).isEqualTo(new Released(1));
        assertThat(cluster.holders(LOCK_1)).containsExactly(b.clientId);
        assertThat(a.release(LOCK_1)).isEqualTo(new NotOwner(cluster.holder(LOCK_1)));
        assertThat(b.release(LOCK_1)).isEqualTo(new Released(2));
        assertThat(cluster.machine.lockCount()).isZero();
    }

    @Test
    void aReaderDoesNotJoinAWriter() {
        a.lock(EXCLUSIVE, 0, LOCK_1);
        assertThat(b.lock(SHARED, 0, LOCK_1)).isInstanceOf(HeldByOther.class);
    }

    @Test
    void laterReadersDoNotStarveAWriter() {
        a.lock(SHARED, 0, LOCK_1);
        b.lock(EXCLUSIVE, WAIT_MILLIS, LOCK_1);
        assertThat(c.lock(SHARED, 0, LOCK_1)).isEqualTo(new HeldByOther(cluster.holder(LOCK_1), 1));
        assertThat(c.lock(SHARED, WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(2));
        a.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(b.clientId, new Granted(2)));
        b.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(c.clientId, new Granted(3)));
    }

    @Test
    void adjacentReadersAreGrantedTogetherUpToAWriter() {
        a.lock(EXCLUSIVE, 0, LOCK_1);
        b.lock(SHARED, WAIT_MILLIS, LOCK_1);
        c.lock(SHARED, WAIT_MILLIS, LOCK_1);
        d.lock(EXCLUSIVE, WAIT_MILLIS, LOCK_1);
        Cluster.Client e = cluster.open(2);
        e.lock(SHARED, WAIT_MILLIS, LOCK_1);
        a.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(b.clientId, new Granted(2), c.clientId, new Granted(3)));
        b.release(LOCK_1);
        assertThat(cluster.answered()).isEmpty();
        c.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(d.clientId, new Granted(4)));
        d.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(e.clientId, new Granted(5)));
    }

    @Test
    void aWriterThatTimesOutLetsTheReadersBehindItThrough() {
        a.lock(SHARED, 0, LOCK_1);
        b.lock(EXCLUSIVE, WAIT_MILLIS, LOCK_1);
        c.lock(SHARED, 2 * WAIT_MILLIS, LOCK_1);
        cluster.pass(WAIT_MILLIS);
        assertThat(cluster.answered()).isEqualTo(Map.of(b.clientId, Cluster.TIMED_OUT, c.clientId, new Granted(2)));
    }

    @Test
    void aSemaphoreIsHeldByAsManyAsItsPermitsAndByNoMore() {
        LockMode three = LockMode.permits(3);
        List<Cluster.Client> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(cluster.open(1));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(clients.get(i).lock(three, 0, LOCK_1)).isEqualTo(new Granted(i + 1));
        }
        assertThat(clients.get(3).lock(three, 0, LOCK_1)).isEqualTo(new HeldByOther(cluster.holder(LOCK_1), 0));
        assertThat(clients.get(3).lock(three, WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(1));
        assertThat(clients.get(4).lock(three, WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(2));
        clients.get(1).release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(clients.get(3).clientId, new Granted(4)));
        assertThat(cluster.machine.status(LOCK_1).holders()).isEqualTo(3);
        clients.get(0).close();
        assertThat(cluster.answered()).isEqualTo(Map.of(clients.get(4).clientId, new Granted(5)));
        cluster.restore(Limits.STANDARD);
        assertThat(cluster.holders(LOCK_1))
                .containsExactly(clients.get(2).clientId, clients.get(3).clientId, clients.get(4).clientId);
    }

    @Test
    void anotherNumberOfPermitsIsRefused() {
        a.lock(LockMode.permits(3), 0, LOCK_1);
        OtherMode refused = new OtherMode(LOCK_1, LockMode.permits(3));
        assertThat(b.lock(LockMode.permits(2), 0, LOCK_1)).isEqualTo(refused);
        assertThat(b.lock(LockMode.permits(4), WAIT_MILLIS, LOCK_1)).isEqualTo(refused);
        assertThat(b.lock(SHARED, WAIT_MILLIS, LOCK_1)).isEqualTo(refused);
        assertThat(b.lock(EXCLUSIVE, WAIT_MILLIS, LOCK_1)).isEqualTo(refused);
        a.release(LOCK_1);
        assertThat(b.lock(LockMode.permits(2), 0, LOCK_1)).isEqualTo(new Granted(2));
    }

    @Test
    void permitsClashWithAnExclusiveOrSharedLockToo() {
        a.lock(EXCLUSIVE, 0, LOCK_1);
        assertThat(b.lock(LockMode.permits(2), WAIT_MILLIS, LOCK_1)).isEqualTo(new OtherMode(LOCK_1, EXCLUSIVE));
        b.lock(SHARED, WAIT_MILLIS, LOCK_1);
        a.release(LOCK_1);
        assertThat(c.lock(LockMode.permits(2), WAIT_MILLIS, LOCK_1)).isEqualTo(new OtherMode(LOCK_1, SHARED));
    }

    @Test
    void permitsClashWithTheFirstWaiterOfAFreeLock() {
        Cluster two = new Cluster(2);
        Cluster.Client holds = two.open(1);
        Cluster.Client waits = two.open(2);
        holds.lock(Cluster.LOCK_2);
        waits.lock(WAIT_MILLIS, LOCK_1, Cluster.LOCK_2);
        assertThat(two.open(3).lock(LockMode.permits(2), WAIT_MILLIS, LOCK_1))
                .isEqualTo(new OtherMode(LOCK_1, EXCLUSIVE));
    }

    @Test
    void modesOutOfBoundsAreRejected() {
        for (int permits : new int[] {0, 1, 1_000_001}) {
            assertThatThrownBy(() -> LockMode.permits(permits)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(LockMode.permits(2).isSemaphore()).isTrue();
        assertThat(LockMode.permits(1_000_000).isSemaphore()).isTrue();
        assertThat(SHARED.isSemaphore() || EXCLUSIVE.isSemaphore()).isFalse();
    }
}
