package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command.FoundCluster;
import io.lockstep.common.command.Command.OpenSession;
import io.lockstep.common.command.Command.RegisterServer;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.AlreadyHolds;
import io.lockstep.common.command.CommandResult.Full;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.HeldByOther;
import io.lockstep.common.command.CommandResult.NotHeld;
import io.lockstep.common.command.CommandResult.NotOwner;
import io.lockstep.common.command.CommandResult.OutOfPlace;
import io.lockstep.common.command.CommandResult.Released;
import io.lockstep.common.command.CommandResult.ServerRegistered;
import io.lockstep.common.command.CommandResult.StaleToken;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RegisteredServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The original rules of a lock and its client, one by one. */
class OriginalRulesTest {

    private final Cluster cluster = new Cluster();

    @Test
    void aHeldLockIsRefusedNamingItsHolder() {
        Cluster.Client first = cluster.open(1);
        Cluster.Client second = cluster.open(2);
        assertThat(first.lock(LOCK_1)).isEqualTo(new Granted(1));
        HolderStatus holder = new HolderStatus(
                LOCK_1,
                LockMode.EXCLUSIVE,
                1,
                first.session,
                first.clientId,
                first.opening.label(),
                1,
                first.opening.clientAddress(),
                cluster.clusterMillis,
                cluster.wallMillis);
        assertThat(second.lock(LOCK_1)).isEqualTo(new HeldByOther(holder, 0));
        assertThat(cluster.machine.holder(LOCK_1)).isEqualTo(holder);
        assertThat(cluster.machine.holder(LOCK_2)).isNull();
    }

    @Test
    void onlyTheOwnerReleases() {
        Cluster.Client first = cluster.open(1);
        Cluster.Client second = cluster.open(2);
        assertThat(second.release(LOCK_1)).isEqualTo(new NotHeld(LOCK_1));
        first.lock(LOCK_1);
        HolderStatus holder = cluster.machine.holder(LOCK_1);
        assertThat(holder).isNotNull();
        assertThat(second.release(LOCK_1)).isEqualTo(new NotOwner(holder));
        assertThat(first.release(LOCK_1)).isEqualTo(new Released(1));
        assertThat(cluster.machine.holder(LOCK_1)).isNull();
        assertThat(cluster.machine.lockCount()).isZero();
    }

    @Test
    void aReleaseThatNamesAnotherTokenIsRefused() {
        Cluster.Client client = cluster.open(1);
        client.lock(LOCK_1);
        client.release(LOCK_1);
        client.lock(LOCK_1);
        HolderStatus holder = cluster.machine.holder(LOCK_1);
        assertThat(holder).isNotNull();
        assertThat(client.release(LOCK_1, 1)).isEqualTo(new StaleToken(holder));
        assertThat(client.release(LOCK_1, 2)).isEqualTo(new Released(2));
    }

    @Test
    void tokensRiseOverAllLocksAndAreNeverReused() {
        List<CommandResult> results = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            Cluster.Client client = cluster.open(1);
            results.add(client.lock(LOCK_1));
            client.release(LOCK_1);
            results.add(client.lock(LOCK_2));
            client.close();
        }
        assertThat(results).containsExactly(new Granted(1), new Granted(2), new Granted(3), new Granted(4));
    }

    @Test
    void aHolderIsRefusedASecondLockNamingTheFirst() {
        Cluster.Client client = cluster.open(1);
        client.lock(LOCK_1);
        HolderStatus holder = cluster.machine.holder(LOCK_1);
        assertThat(holder).isNotNull();
        assertThat(client.lock(LOCK_2)).isEqualTo(new AlreadyHolds(holder, 1));
        assertThat(client.lock(LOCK_1)).isEqualTo(new AlreadyHolds(holder, 1));
    }

    @Test
    void aHolderIsRefusedEvenIfTheOtherLockIsTaken() {
        Cluster.Client client = cluster.open(1);
        Cluster.Client other = cluster.open(1);
        client.lock(LOCK_1);
        other.lock(LOCK_2);
        assertThat(client.lock(LOCK_2)).isInstanceOf(AlreadyHolds.class);
    }

    @Test
    void theClusterMayAllowMoreLocksPerClient() {
        Cluster two = new Cluster(2);
        Cluster.Client client = two.open(1);
        assertThat(client.lock(LOCK_1)).isEqualTo(new Granted(1));
        assertThat(client.lock(LOCK_2)).isEqualTo(new Granted(2));
        HolderStatus oldest = two.machine.holder(LOCK_1);
        HolderStatus newest = two.machine.holder(LOCK_2);
        assertThat(oldest).isNotNull();
        assertThat(newest).isNotNull();
        assertThat(client.lock(new LockName("Lock 3"))).isEqualTo(new AlreadyHolds(oldest, 2));
        assertThat(client.lock(LOCK_2)).isEqualTo(new AlreadyHolds(newest, 2));
    }

    @Test
    void zeroLiftsTheLimitButTheSameLockIsStillRefused() {
        Cluster unlimited = new Cluster(0);
        Cluster.Client client = unlimited.open(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(client.lock(new LockName("Lock " + i))).isEqualTo(new Granted(i + 1));
        }
        HolderStatus holder = unlimited.machine.holder(LOCK_2);
        assertThat(holder).isNotNull();
        assertThat(client.lock(LOCK_2)).isEqualTo(new AlreadyHolds(holder, 0));
    }

    @Test
    void clientIdsBeginAtFiftyThousandTimesTheServersNumber() {
        assertThat(cluster.open(1).clientId).isEqualTo(50_000);
        assertThat(cluster.open(1).clientId).isEqualTo(50_001);
        assertThat(cluster.open(2).clientId).isEqualTo(100_000);
        assertThat(cluster.open(3).clientId).isEqualTo(150_000);
    }

    @Test
    void neverUsedClientIdsGoFirstThenTheOneFreeForLongest() {
        Cluster small = new Cluster(1, Cluster.limits(4, 100));
        List<Cluster.Client> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(small.open(2));
        }
        clients.get(2).close();
        clients.get(0).close();
        assertThat(small.open(2).clientId).isEqualTo(11);
        assertThat(small.open(2).clientId).isEqualTo(10);
        assertThat(small.open(2).clientId).isEqualTo(8);
    }

    @Test
    void aServerWithoutFreeClientIdsRefusesSessions() {
        Cluster.Client first = cluster.open(2);
        // The last 100 are kept for operators.
        for (int i = 1; i < 49_900; i++) {
            assertThat(cluster.open(2).clientId).isEqualTo(100_000 + i);
        }
        OpenSession oneMore = cluster.opening(2);
        assertThat(cluster.apply(oneMore)).isEqualTo(new Full("client ids of server 2", 50_000));
        assertThat(cluster.open(1).clientId).isEqualTo(50_000);
        first.close();
        assertThat(cluster.open(2).clientId).isEqualTo(149_900);
    }

    @Test
    void sessionNumbersAreNeverReusedThoughClientIdsAre() {
        Cluster small = new Cluster(1, Cluster.limits(1, 100));
        for (int i = 1; i <= 5; i++) {
            Cluster.Client client = small.open(1);
            assertThat(client.clientId).isEqualTo(1);
            assertThat(client.session).isEqualTo(i);
            client.close();
        }
    }

    @Test
    void aFullLockTableRefusesAndSaysWhichBound() {
        Cluster small = new Cluster(0, Cluster.limits(10, 1));
        Cluster.Client client = small.open(1);
        client.lock(LOCK_1);
        assertThat(client.lock(LOCK_2)).isEqualTo(new Full("locks of the cluster", 1));
        client.release(LOCK_1);
        assertThat(client.lock(LOCK_2)).isEqualTo(new Granted(2));
    }

    @Test
    void foundingComesFirstAndOnlyOnce() {
        LockStateMachine machine = new LockStateMachine();
        RegisterServer register = new RegisterServer("disk-1", "a:1", "a:2");
        assertThat(machine.decide(register).result()).isEqualTo(new OutOfPlace());
        assertThat(cluster.apply(new FoundCluster("cluster-2", 3))).isEqualTo(new OutOfPlace());
        assertThat(cluster.machine.clusterId()).isEqualTo("cluster-1");
        assertThat(cluster.machine.locksPerClient()).isEqualTo(1);
    }

    @Test
    void serversAreNumberedOncePerStorageId() {
        assertThat(cluster.apply(new RegisterServer("disk-4", "a:1", "a:2"))).isEqualTo(new ServerRegistered(4));
        RegisterServer moved = new RegisterServer("disk-2", "b:1", "b:2");
        assertThat(cluster.machine.decide(moved).changes()).isTrue();
        assertThat(cluster.apply(moved)).isEqualTo(new ServerRegistered(2));
        assertThat(cluster.machine.decide(moved).changes()).isFalse();
        assertThat(cluster.machine.decide(moved).result()).isEqualTo(new ServerRegistered(2));
        assertThat(cluster.machine.server(2)).isEqualTo(new RegisteredServer(2, "disk-2", "b:1", "b:2"));
        assertThat(cluster.machine.serverWithStorageId("disk-2")).isEqualTo(cluster.machine.server(2));
        assertThat(cluster.machine.servers()).hasSize(4);
    }

    @Test
    void aSessionOfAServerWithoutANumberIsOutOfPlace() {
        assertThat(cluster.apply(cluster.opening(4))).isEqualTo(new OutOfPlace());
    }

    @Test
    void theListOfLocksPagesInOrderOfNameWithinAPrefix() {
        Cluster unlimited = new Cluster(0);
        Cluster.Client client = unlimited.open(1);
        for (String name : List.of("b2", "a", "b1", "c", "b3", "b")) {
            client.lock(new LockName(name));
        }
        LockStateMachine machine = unlimited.machine;
        assertThat(machine.held("", "", 10))
                .extracting(status -> status.name().text())
                .containsExactly("a", "b", "b1", "b2", "b3", "c");
        assertThat(machine.held("b", "", 2))
                .extracting(status -> status.name().text())
                .containsExactly("b", "b1");
        assertThat(machine.held("b", "b1", 2))
                .extracting(status -> status.name().text())
                .containsExactly("b2", "b3");
        assertThat(machine.held("b", "b3", 2)).isEmpty();
        assertThat(machine.held("b", "c", 2)).isEmpty();
        assertThat(machine.held("", "b3", 2))
                .extracting(status -> status.name().text())
                .containsExactly("c");
    }

    @Test
    void clusterTimeNeverGoesBack() {
        Cluster.Client client = cluster.open(1);
        cluster.clusterMillis = 500;
        client.lock(LOCK_1);
        HolderStatus holder = cluster.machine.holder(LOCK_1);
        assertThat(holder).isNotNull();
        assertThat(holder.sinceClusterMillis()).isEqualTo(1_000);
        assertThat(cluster.machine.clusterMillis()).isEqualTo(1_000);
    }
}
