package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static io.lockstep.common.lock.Cluster.LOCK_3;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.CommandResult.Full;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.HeldByOther;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.LockStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Wait queues are bounded, and a refusal names the bound. */
class WaitBoundsTest {

    private static final long WAIT_MILLIS = 5_000;

    @Test
    void fiftyThousandRequestsCanWaitForOneLock() {
        assertThat(Limits.STANDARD.waitersPerLock()).isEqualTo(50_000);
    }

    @Test
    void aFullQueueRefusesWaitersAndAnswersTries() {
        Cluster cluster = new Cluster(0, new Limits(10, 10, 10, 2, 10, 10));
        Cluster.Client holder = cluster.open(1);
        holder.lock(LOCK_1);
        cluster.open(1).lock(WAIT_MILLIS, LOCK_1);
        cluster.open(1).lock(WAIT_MILLIS, LOCK_1);
        Cluster.Client oneMore = cluster.open(1);
        Full full = new Full("waiting requests for one lock", 2);
        assertThat(oneMore.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(full);
        assertThat(oneMore.lock(WAIT_MILLIS, LOCK_2, LOCK_1)).isEqualTo(full);
        assertThat(oneMore.lock(LOCK_1)).isEqualTo(new HeldByOther(cluster.holder(LOCK_1), 2));
        holder.release(LOCK_1);
        assertThat(oneMore.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(2));
    }

    @Test
    void oneClientMayHaveSoManyRequestsThatWait() {
        Cluster cluster = new Cluster(0, new Limits(10, 10, 10, 10, 2, 10));
        Cluster.Client holder = cluster.open(1);
        Cluster.Client client = cluster.open(1);
        holder.lock(0, LOCK_1, LOCK_2, LOCK_3);
        client.lock(WAIT_MILLIS, LOCK_1);
        client.lock(WAIT_MILLIS, LOCK_2);
        assertThat(client.lock(WAIT_MILLIS, LOCK_3)).isEqualTo(new Full("waiting requests of one client", 2));
        client.cancel();
        assertThat(cluster.apply(client.cancelling(1))).isEqualTo(Cluster.WAIT_CANCELLED);
        assertThat(client.lock(WAIT_MILLIS, LOCK_3)).isEqualTo(new Queued(1));
    }

    @Test
    void oneClientMayHoldAndAwaitSoManyLocksThoughAnyNumberIsAllowed() {
        Cluster cluster = new Cluster(0, new Limits(10, 10, 2, 10, 10, 10));
        Cluster.Client holder = cluster.open(1);
        Cluster.Client client = cluster.open(1);
        Full full = new Full("locks of one client", 2);
        assertThat(client.lock(0, LOCK_1, LOCK_2, LOCK_3)).isEqualTo(full);
        holder.lock(LOCK_1);
        client.lock(WAIT_MILLIS, LOCK_1);
        client.lock(LOCK_2);
        assertThat(client.lock(LOCK_3)).isEqualTo(full);
        client.release(LOCK_2);
        assertThat(client.lock(LOCK_3)).isEqualTo(new Granted(3));
    }

    @Test
    void awaitedAndBlockedLocksCountTowardsTheBound() {
        Cluster cluster = new Cluster(0, new Limits(10, 2, 10, 10, 10, 10));
        Cluster.Client holder = cluster.open(1);
        Cluster.Client client = cluster.open(1);
        Full full = new Full("locks of the cluster", 2);
        cluster.apply(holder.acquiring(LockMode.EXCLUSIVE, 0, 1_000, LOCK_1));
        assertThat(client.lock(WAIT_MILLIS, LOCK_1, LOCK_2)).isEqualTo(new Queued(1));
        assertThat(holder.lock(LOCK_3)).isEqualTo(full);
        client.cancel();
        holder.expire();
        assertThat(client.lock(0, LOCK_2, LOCK_3)).isEqualTo(full);
        assertThat(client.lock(LOCK_2)).isEqualTo(new Granted(2));
        assertThat(client.lock(LOCK_3)).isEqualTo(full);
        cluster.pass(1_000);
        assertThat(client.lock(LOCK_3)).isEqualTo(new Granted(3));
    }

    @Test
    void whatThereIsAlreadyDoesNotCountAgain() {
        Cluster cluster = new Cluster(0, new Limits(10, 3, 10, 10, 10, 10));
        Cluster.Client holder = cluster.open(1);
        Cluster.Client client = cluster.open(1);
        holder.lock(0, LOCK_1, LOCK_2);
        assertThat(client.lock(WAIT_MILLIS, LOCK_1, LOCK_2, LOCK_3)).isEqualTo(new Queued(1));
        holder.releaseAll(LOCK_1, LOCK_2);
        assertThat(cluster.answered()).isEqualTo(Map.of(client.clientId, new Granted(2)));
    }

    @Test
    void aFreeLockTakesNoRoom() {
        Cluster cluster = new Cluster(0, new Limits(10, 1, 10, 10, 10, 10));
        Cluster.Client holder = cluster.open(1);
        Cluster.Client client = cluster.open(1);
        for (int i = 0; i < 20; i++) {
            LockName name = new LockName("Lock " + i);
            cluster.apply(holder.acquiring(LockMode.EXCLUSIVE, 0, 0, name));
            switch (i % 4) {
                case 0 -> client.lock(WAIT_MILLIS, name);
                case 1 -> {
                    client.lock(WAIT_MILLIS, name);
                    client.cancel();
                }
                case 2 -> {
                    client.lock(1, name);
                    cluster.pass(1);
                }
                default -> holder.force(name, cluster.holder(name).token());
            }
            holder.release(name);
            client.release(name);
            assertThat(cluster.machine.status(name)).isEqualTo(new LockStatus(name, null, 0, 0, 0));
        }
        assertThat(cluster.machine.lastToken()).isEqualTo(25);
    }
}
