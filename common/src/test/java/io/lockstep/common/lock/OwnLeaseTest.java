package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.TokenHash;
import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.Command.FoundCluster;
import io.lockstep.common.command.Command.PassTime;
import io.lockstep.common.command.Command.Request;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.Blocked;
import io.lockstep.common.command.CommandResult.Full;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.HeldByOther;
import io.lockstep.common.command.CommandResult.Leased;
import io.lockstep.common.command.CommandResult.NoSession;
import io.lockstep.common.command.CommandResult.NotHeld;
import io.lockstep.common.command.CommandResult.NotOwner;
import io.lockstep.common.command.CommandResult.Released;
import io.lockstep.common.command.CommandResult.StaleToken;
import io.lockstep.common.command.GrantKey;
import io.lockstep.common.command.KeyedRequest;
import io.lockstep.common.command.LeaseTerms;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.entry.RestoredState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Grants with a lease of their own: they end in cluster time, and whoever has the key may extend and release them. */
class OwnLeaseTest extends TwoLeaseClients {

    private CommandResult extend(Cluster.Client asker, long token, int key, long leaseMillis) {
        return byAnybody(new KeyedRequest.Extend(asker.nextRequest(), LOCK_1, token, key(key), leaseMillis));
    }

    private CommandResult release(Cluster.Client asker, long token, int key, long holdMillis) {
        return cluster.apply(new KeyedRequest.Release(asker.nextRequest(), LOCK_1, token, key(key), holdMillis));
    }

    private CommandResult release(Cluster.Client asker, int key) {
        return release(asker, 0, key, KeyedRequest.Release.AS_LOCKED);
    }

    @Test
    void itEndsWithItsLeaseAndNotBefore() {
        assertThat(lock(first, 1, 0)).isEqualTo(new Leased(1, ANYBODY, LEASE_MILLIS));
        cluster.pass(LEASE_MILLIS - 1);
        assertThat(second.lock(LOCK_1)).isInstanceOf(HeldByOther.class);
        cluster.pass(1);
        assertThat(cluster.events)
                .containsExactly(new LockEvent.Released(LOCK_1, 3, 50_001, 1, LockEvent.Ending.EXPIRED, LEASE_MILLIS));
        assertThat(second.lock(LOCK_1)).isEqualTo(new Granted(2));
        assertThat(cluster.machine.sessionCount()).isEqualTo(2);
        assertThat(cluster.machine.nextDueClusterMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void itOutlivesTheSessionThatAskedForIt() {
        lock(first, 1, 0);
        first.close();
        assertThat(second.lock(LOCK_1)).isInstanceOf(HeldByOther.class);
        assertThat(release(second, 1)).isEqualTo(new Released(1));
        assertThat(second.lock(LOCK_1)).isEqualTo(new Granted(2));
    }

    @Test
    void itIsAClientOfItsOwnWhoseIdIsFreeAgainAfterIt() {
        assertThat(first.lock(LOCK_2)).isInstanceOf(Granted.class);
        assertThat(lock(first, 1, 0)).isInstanceOf(Leased.class);
        assertThat(cluster.holder(LOCK_1).clientId()).isEqualTo(50_001);
        assertThat(cluster.holder(LOCK_1).server()).isEqualTo(1);
        assertThat(cluster.holder(LOCK_1).clientAddress()).isEqualTo(first.opening.clientAddress());
        assertThat(cluster.machine.sessionsLeft(1)).isEqualTo(50_000 - 100 - 2);
        release(first, 1);
        assertThat(cluster.machine.sessionsLeft(1)).isEqualTo(50_000 - 100 - 1);
    }

    @Test
    void itsSessionTakesNoRequests() {
        lock(first, 1, 0);
        RequestId request = new RequestId(3, 1, 1, 0);
        Request release = new KeyedRequest.Release(request, LOCK_1, 0, key(1), 0);
        for (Request each : List.of(new Acquire(request, LOCK_2), release)) {
            assertThat(cluster.apply(each)).isEqualTo(new NoSession());
        }
    }

    @Test
    void onlyWhoHasTheKeyExtendsAndReleasesIt() {
        lock(first, 1, 0);
        assertThat(extend(first, 1, 2, LEASE_MILLIS)).isInstanceOf(NotOwner.class);
        assertThat(release(first, 2)).isInstanceOf(NotOwner.class);
        assertThat(first.release(LOCK_1)).isInstanceOf(NotOwner.class);
        assertThat(extend(second, 2, 1, LEASE_MILLIS)).isInstanceOf(StaleToken.class);
        assertThat(release(second, 2, 1, 0)).isInstanceOf(StaleToken.class);
        assertThat(extend(second, 1, 1, LEASE_MILLIS)).isEqualTo(new Leased(1, ANYBODY, LEASE_MILLIS));
        assertThat(release(second, 1, 1, 0)).isEqualTo(new Released(1));
        assertThat(release(second, 1)).isEqualTo(new NotHeld(LOCK_1));
        assertThat(extend(second, 1, 1, LEASE_MILLIS)).isEqualTo(new NotHeld(LOCK_1));
    }

    @Test
    void anExtensionRunsFromThatMomentAlsoIfItIsShorter() {
        lock(first, 1, 0);
        cluster.pass(LEASE_MILLIS - 1);
        extend(second, 1, 1, 2_000);
        cluster.pass(1_999);
        assertThat(second.lock(LOCK_1)).isInstanceOf(HeldByOther.class);
        extend(second, 1, 1, LEASE_MILLIS);
        extend(second, 1, 1, 1_000);
        cluster.pass(1_000);
        assertThat(second.lock(LOCK_1)).isEqualTo(new Granted(2));
    }

    @Test
    void theSameKeyGetsTheSameGrantAndNoLongerLease() {
        lock(first, 1, 0);
        cluster.pass(LEASE_MILLIS - 1);
        assertThat(lock(second, 1, 0, 2 * LEASE_MILLIS, 0)).isEqualTo(new Leased(1, ANYBODY, LEASE_MILLIS));
        cluster.pass(1);
        assertThat(lock(second, 1, 0)).isEqualTo(new Leased(2, ANYBODY, LEASE_MILLIS));
    }

    @Test
    void theLeaseIsBroughtWithinTheBoundsOfTheCluster() {
        assertThat(lock(first, 1, 0, Long.MAX_VALUE, 0))
                .isEqualTo(new Leased(1, ANYBODY, Limits.LEASE_MILLIS_MAX_DEFAULT));
        assertThat(extend(first, 1, 1, 0)).isEqualTo(new Leased(1, ANYBODY, Limits.LEASE_MILLIS_MIN));
        LockStateMachine short1 = new LockStateMachine();
        short1.apply(Cluster.entry(0, 0, new FoundCluster("c", 1, Long.MAX_VALUE, 5_000, 0)));
        assertThat(short1.leaseMillisMax()).isEqualTo(5_000);
    }

    @Test
    void theLockStaysBlockedForAsLongAsTheReleaseOrTheLockAsked() {
        lock(first, 1, 0, LEASE_MILLIS, 5_000);
        release(first, 1);
        long until = cluster.clusterMillis + 5_000;
        assertThat(second.lock(LOCK_1)).isEqualTo(new Blocked(LOCK_1, until));
        cluster.pass(5_000);
        lock(first, 2, 0, LEASE_MILLIS, 5_000);
        release(first, 0, 2, 1_000);
        assertThat(second.lock(LOCK_1)).isEqualTo(new Blocked(LOCK_1, cluster.clusterMillis + 1_000));
        cluster.pass(1_000);
        lock(first, 3, 0, LEASE_MILLIS, 5_000);
        release(first, 0, 3, 0);
        assertThat(second.lock(LOCK_1)).isInstanceOf(Granted.class);
    }

    @Test
    void aLeaseThatRunsOutBlocksNothing() {
        lock(first, 1, 0, LEASE_MILLIS, 5_000);
        cluster.pass(LEASE_MILLIS);
        assertThat(second.lock(LOCK_1)).isInstanceOf(Granted.class);
    }

    @Test
    void aRetryGetsTheFirstAnswer() {
        LeaseTerms terms = new LeaseTerms(key(1), LEASE_MILLIS, 0);
        Acquire lock = new Acquire(first.nextRequest(), List.of(LOCK_1), LockMode.EXCLUSIVE, 0, 0, terms);
        cluster.apply(lock);
        KeyedRequest.Release release = new KeyedRequest.Release(first.nextRequest(), LOCK_1, 1, key(1), 0);
        cluster.apply(release);
        assertThat(byAnybody(lock)).isEqualTo(new Leased(1, ANYBODY, LEASE_MILLIS));
        assertThat(cluster.apply(release)).isEqualTo(new Released(1));
        assertThat(second.lock(LOCK_1)).isEqualTo(new Granted(2));
    }

    @Test
    void anOperatorBreaksIt() {
        lock(first, 1, 0);
        assertThat(second.force(LOCK_1, 1)).isEqualTo(new Released(1));
        assertThat(cluster.machine.sessionCount()).isEqualTo(2);
        assertThat(release(first, 1)).isEqualTo(new NotHeld(LOCK_1));
    }

    @Test
    void itNeedsAClientId() {
        Cluster small = new Cluster(0, Cluster.limits(2, 100));
        Cluster.Client one = small.open(1);
        LeaseTerms terms = new LeaseTerms(key(1), LEASE_MILLIS, 0);
        small.apply(new Acquire(one.nextRequest(), List.of(LOCK_1), LockMode.EXCLUSIVE, 0, 0, terms));
        LeaseTerms others = new LeaseTerms(key(2), LEASE_MILLIS, 0);
        assertThat(small.apply(new Acquire(one.nextRequest(), List.of(LOCK_2), LockMode.EXCLUSIVE, 0, 0, others)))
                .isEqualTo(new Full("client ids of server 1", 2));
    }

    @Test
    void itIsInTheSnapshotAlsoWhileItIsAwaited() {
        lock(first, 1, 0);
        lock(second, 2, WAIT_MILLIS);
        cluster.restore(Limits.STANDARD);
        cluster.pass(LEASE_MILLIS);
        assertThat(answered()).isEqualTo(Map.of(second.clientId, new Leased(2, ANYBODY, LEASE_MILLIS)));
        cluster.restore(Limits.STANDARD);
        assertThat(extend(first, 2, 2, LEASE_MILLIS)).isEqualTo(new Leased(2, ANYBODY, LEASE_MILLIS));
    }

    @Test
    void inARestoredClusterItIsHeldForItsLeaseOnceMoreAndItsKeyWorks() {
        lock(first, 1, 0);
        lock(second, 2, WAIT_MILLIS);
        cluster.pass(LEASE_MILLIS - 1);
        RestoredState.NewCluster restored =
                new RestoredState.NewCluster("new", "disk", "h:1", "h:2", "anna", 0, Program.FIRST);
        cluster.machine = LockStateMachine.restore(
                RestoredState.of(cluster.machine.freeze().withoutSecrets(), 9, restored)
                        .image());
        assertThat(cluster.queue(LOCK_1)).isEmpty();
        assertThat(cluster.machine.sessionCount()).isEqualTo(3);
        Cluster.Client client = cluster.open(4);
        cluster.pass(LEASE_MILLIS - 1);
        assertThat(extend(client, 1, 1, 1_000)).isEqualTo(new Leased(1, ANYBODY, 1_000));
        cluster.pass(999);
        assertThat(client.lock(LOCK_1)).isInstanceOf(HeldByOther.class);
        cluster.pass(1);
        assertThat(client.lock(LOCK_1)).isInstanceOf(Granted.class);
    }

    @Test
    void timeIsKeptInTheLogWhileALeaseRuns() {
        assertThat(cluster.machine.decide(passing(10_000)).changes()).isFalse();
        lock(first, 1, 0);
        assertThat(cluster.machine
                        .decide(passing(WaitRules.TIME_KEPT_MILLIS - 1))
                        .changes())
                .isFalse();
        assertThat(cluster.machine.decide(passing(WaitRules.TIME_KEPT_MILLIS)).changes())
                .isTrue();
        cluster.pass(WaitRules.TIME_KEPT_MILLIS);
        assertThat(cluster.machine.decide(passing(1)).changes()).isFalse();
    }

    private PassTime passing(long millis) {
        return new PassTime(cluster.clusterMillis + millis);
    }

    @Test
    void theKeyIsInNoText() {
        LockName name = LOCK_1;
        GrantKey secret = new GrantKey(new TokenHash(0x5EC4E7, 0x5EC4E7, 0x5EC4E7, 0x5EC4E7));
        String number = String.valueOf(0x5EC4E7);
        assertThat(new LeaseTerms(secret, 1, 1).toString()).doesNotContain(number);
        assertThat(new KeyedRequest.Extend(first.nextRequest(), name, 1, secret, 1).toString())
                .doesNotContain(number);
        assertThat(new Lease(secret, 1, 1, 1).toString()).doesNotContain(number);
    }
}
