package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static io.lockstep.common.lock.Cluster.LOCK_3;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command.Release;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.AlreadyHolds;
import io.lockstep.common.command.CommandResult.AlreadyWaits;
import io.lockstep.common.command.CommandResult.Deadlock;
import io.lockstep.common.command.CommandResult.Full;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.HeldByOther;
import io.lockstep.common.command.CommandResult.NotHeld;
import io.lockstep.common.command.CommandResult.NotOwner;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.CommandResult.Released;
import io.lockstep.common.command.CommandResult.StaleToken;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several locks in one request: all or none, in the wait queue of each; and how many a client may have. */
class SeveralLocksTest {

    private static final long WAIT_MILLIS = 5_000;

    private final Cluster cluster = new Cluster(0);
    private final Cluster.Client a = cluster.open(1);
    private final Cluster.Client b = cluster.open(2);
    private final Cluster.Client c = cluster.open(3);

    @Test
    void allAreGrantedAtOnceUnderOneToken() {
        assertThat(a.lock(0, LOCK_2, LOCK_1)).isEqualTo(new Granted(1));
        assertThat(cluster.holder(LOCK_1).token()).isEqualTo(1);
        assertThat(cluster.holder(LOCK_2).token()).isEqualTo(1);
        assertThat(b.lock(LOCK_3)).isEqualTo(new Granted(2));
    }

    @Test
    void ifOneOfThemIsTakenNoneIsGranted() {
        a.lock(LOCK_2);
        assertThat(b.lock(0, LOCK_1, LOCK_2)).isEqualTo(new HeldByOther(cluster.holder(LOCK_2), 0));
        assertThat(cluster.machine.holder(LOCK_1)).isNull();
        assertThat(cluster.machine.lockCount()).isEqualTo(1);
    }

    @Test
    void severalLocksAreGrantedWhenTheLastBecomesFree() {
        a.lock(LOCK_1);
        b.lock(LOCK_2);
        assertThat(c.lock(WAIT_MILLIS, LOCK_1, LOCK_2, LOCK_3)).isEqualTo(new Queued(1));
        a.release(LOCK_1);
        assertThat(cluster.answered()).isEmpty();
        assertThat(cluster.machine.holder(LOCK_1)).isNull();
        b.release(LOCK_2);
        assertThat(cluster.answered()).isEqualTo(Map.of(c.clientId, new Granted(3)));
        assertThat(c.releaseAll(LOCK_1, LOCK_2, LOCK_3)).isEqualTo(new Released(3));
        assertThat(cluster.machine.lockCount()).isZero();
    }

    @Test
    void aRequestForSeveralHasItsPlaceInEachLine() {
        a.lock(0, LOCK_1, LOCK_2);
        assertThat(b.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(1));
        assertThat(c.lock(WAIT_MILLIS, LOCK_1, LOCK_2)).isEqualTo(new Queued(2));
        Cluster.Client d = cluster.open(1);
        assertThat(d.lock(WAIT_MILLIS, LOCK_2)).isEqualTo(new Queued(2));
        a.releaseAll(LOCK_1, LOCK_2);
        // LOCK_2 is free, and d waits behind c, which waits for b.
        assertThat(cluster.answered()).isEqualTo(Map.of(b.clientId, new Granted(2)));
        assertThat(cluster.machine.holder(LOCK_2)).isNull();
        b.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(c.clientId, new Granted(3)));
        c.releaseAll(LOCK_1, LOCK_2);
        assertThat(cluster.answered()).isEqualTo(Map.of(d.clientId, new Granted(4)));
    }

    @Test
    void aTimeoutOfSeveralAdvancesAllItsQueues() {
        a.lock(LOCK_1);
        b.lock(WAIT_MILLIS, LOCK_1, LOCK_2, LOCK_3);
        c.lock(2 * WAIT_MILLIS, LOCK_2);
        Cluster.Client d = cluster.open(1);
        d.lock(2 * WAIT_MILLIS, LOCK_3);
        cluster.pass(WAIT_MILLIS);
        assertThat(cluster.answered())
                .isEqualTo(
                        Map.of(b.clientId, Cluster.TIMED_OUT, c.clientId, new Granted(2), d.clientId, new Granted(3)));
        assertThat(cluster.machine.status(LOCK_1).waiting()).isZero();
    }

    @Test
    void aReleaseOfSeveralReleasesAllOrNone() {
        a.lock(0, LOCK_1, LOCK_2);
        b.lock(LOCK_3);
        assertThat(a.releaseAll(LOCK_1, LOCK_3)).isEqualTo(new NotOwner(cluster.holder(LOCK_3)));
        assertThat(a.releaseAll(LOCK_1, new LockName("free"))).isEqualTo(new NotHeld(new LockName("free")));
        assertThat(cluster.holders(LOCK_1)).containsExactly(a.clientId);
        assertThat(a.releaseAll(LOCK_1, LOCK_2)).isEqualTo(new Released(1));
        assertThat(cluster.machine.lockCount()).isEqualTo(1);
    }

    @Test
    void aReleaseOfSeveralChecksTheTokenOfEach() {
        a.lock(LOCK_1);
        a.lock(LOCK_2);
        assertThat(cluster.apply(new Release(a.nextRequest(), List.of(LOCK_1, LOCK_2), 1)))
                .isEqualTo(new StaleToken(cluster.holder(LOCK_2)));
        assertThat(cluster.holders(LOCK_1)).containsExactly(a.clientId);
    }

    @Test
    void oneOfSeveralMayBeReleasedAlone() {
        a.lock(0, LOCK_1, LOCK_2);
        assertThat(a.release(LOCK_2)).isEqualTo(new Released(1));
        assertThat(cluster.holders(LOCK_1)).containsExactly(a.clientId);
        assertThat(b.lock(LOCK_2)).isEqualTo(new Granted(2));
    }

    @Test
    void severalModesAreKeptApartByLock() {
        a.lock(LockMode.SHARED, 0, LOCK_1, LOCK_2);
        assertThat(b.lock(LockMode.SHARED, 0, LOCK_2, LOCK_3)).isEqualTo(new Granted(2));
        c.lock(WAIT_MILLIS, LOCK_1, LOCK_3);
        a.releaseAll(LOCK_1, LOCK_2);
        assertThat(cluster.answered()).isEmpty();
        b.releaseAll(LOCK_2, LOCK_3);
        assertThat(cluster.answered()).isEqualTo(Map.of(c.clientId, new Granted(3)));
    }

    @Test
    void aGrantOfSeveralAdvancesAllItsQueues() {
        a.lock(LOCK_1);
        b.lock(LockMode.SHARED, WAIT_MILLIS, LOCK_1, LOCK_2);
        c.lock(LockMode.SHARED, WAIT_MILLIS, LOCK_2);
        a.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(b.clientId, new Granted(2), c.clientId, new Granted(3)));
    }

    @Test
    void twoLocksAtOnceExceedABoundOfOne() {
        Cluster one = new Cluster(1);
        assertThat(one.open(1).lock(0, LOCK_1, LOCK_2)).isEqualTo(new Full("locks of one client", 1));
        assertThat(one.machine.lockCount()).isZero();
    }

    @Test
    void whatIsHeldAndWhatIsWaitedForCountTogether() {
        Cluster three = new Cluster(3);
        Cluster.Client client = three.open(1);
        Cluster.Client other = three.open(2);
        other.lock(LOCK_3);
        client.lock(LOCK_1);
        client.lock(WAIT_MILLIS, LOCK_3);
        assertThat(client.lock(0, LOCK_2, new LockName("Lock 4"))).isEqualTo(new AlreadyHolds(three.holder(LOCK_1), 3));
        assertThat(client.lock(LOCK_2)).isEqualTo(new Granted(3));
        assertThat(client.lock(new LockName("Lock 4"))).isEqualTo(new AlreadyHolds(three.holder(LOCK_1), 3));
        client.release(LOCK_1);
        client.release(LOCK_2);
        assertThat(client.lock(0, LOCK_1, LOCK_2, new LockName("Lock 4"))).isEqualTo(new AlreadyWaits(LOCK_3, 3));
        assertThat(client.lock(0, LOCK_1, LOCK_2)).isEqualTo(new Granted(4));
        assertThat(client.lock(WAIT_MILLIS, LOCK_3)).isEqualTo(new AlreadyWaits(LOCK_3, 3));
    }

    @Test
    void aLockHeldAlreadyIsRefusedWithoutALimit() {
        a.lock(LOCK_1);
        b.lock(LOCK_2);
        a.lock(WAIT_MILLIS, LOCK_2);
        assertThat(a.lock(0, LOCK_3, LOCK_1)).isEqualTo(new AlreadyHolds(cluster.holder(LOCK_1), 0));
        assertThat(a.lock(WAIT_MILLIS, LOCK_3, LOCK_2)).isEqualTo(new AlreadyWaits(LOCK_2, 0));
    }

    /** Requests that hold nothing and take all their locks at once cannot block one another for ever. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void requestsForSeveralLocksNeverDeadlock(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int granted = 0;
        List<Cluster.Client> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Cluster.Client client = cluster.open(1 + random.nextInt(3));
            LockName[] names = random.ints(0, 8)
                    .distinct()
                    .limit(1 + random.nextInt(4))
                    .mapToObj(number -> new LockName("Lock " + number))
                    .toArray(LockName[]::new);
            LockMode mode = random.nextInt(3) == 0 ? LockMode.SHARED : LockMode.EXCLUSIVE;
            CommandResult result = client.lock(mode, WAIT_MILLIS, names);
            assertThat(result).as("seed %d", seed).isNotInstanceOf(Deadlock.class);
            granted += result instanceof Granted ? 1 : 0;
            clients.add(client);
        }
        while (cluster.machine.lockCount() > 0) {
            long session = cluster.machine.held("", "", 1).get(0).oldest().session();
            Cluster.Client holder = clients.get((int) (session - clients.get(0).session));
            LockName[] names = cluster.machine.session(session).held().stream()
                    .map(Grant::name)
                    .toArray(LockName[]::new);
            holder.releaseAll(names);
            granted += cluster.answered().size();
        }
        assertThat(granted).as("seed %d", seed).isEqualTo(clients.size());
    }
}
