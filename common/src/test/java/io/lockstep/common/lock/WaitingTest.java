package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static io.lockstep.common.lock.Cluster.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lockstep.common.command.Command.PassTime;
import io.lockstep.common.command.Command.Release;
import io.lockstep.common.command.CommandResult.AlreadyWaits;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.HeldByOther;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.CommandResult.Released;
import io.lockstep.common.command.CommandResult.TimePassed;
import io.lockstep.common.command.CommandResult.WaitersAhead;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.LockStatus;
import io.lockstep.common.command.WaiterStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The wait queue of one lock: the order of grants, and timeouts. */
class WaitingTest extends Cluster.WaitingScenario {

    @Test
    void grantsFollowTheOrderOfArrivalOverAllServers() {
        assertThat(first.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(1));
        assertThat(second.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(2));
        assertThat(third.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(3));
        holder.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(first.clientId, new Granted(2)));
        first.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(second.clientId, new Granted(3)));
        second.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(third.clientId, new Granted(4)));
    }

    @Test
    void aFreeLockIsGrantedAtOnce() {
        assertThat(first.lock(WAIT_MILLIS, LOCK_2)).isEqualTo(new Granted(2));
        assertThat(cluster.machine.nextDueClusterMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aTryDoesNotOvertakeAWaiter() {
        first.lock(WAIT_MILLIS, LOCK_1);
        assertThat(third.lock(LOCK_1)).isEqualTo(new HeldByOther(cluster.holder(LOCK_1), 1));
        assertThat(cluster.queue(LOCK_1)).containsExactly(first.clientId);
    }

    @Test
    void aTryDoesNotOvertakeAWaiterForTwoLocks() {
        Cluster two = new Cluster(2);
        Cluster.Client holds = two.open(1);
        Cluster.Client waits = two.open(2);
        Cluster.Client tries = two.open(3);
        holds.lock(LOCK_2);
        waits.lock(WAIT_MILLIS, LOCK_1, LOCK_2);
        assertThat(tries.lock(LOCK_1)).isEqualTo(new WaitersAhead(LOCK_1, waits.clientId, 1));
        assertThat(tries.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(2));
    }

    @Test
    void statusCountsWaitersAndTheQueueListsThem() {
        first.lock(WAIT_MILLIS, LOCK_1);
        cluster.clusterMillis += 1_000;
        second.lock(2 * WAIT_MILLIS, LOCK_1);
        LockStatus status = cluster.machine.status(LOCK_1);
        assertThat(status.waiting()).isEqualTo(2);
        assertThat(status.holders()).isEqualTo(1);
        assertThat(cluster.machine.waiters(LOCK_1, 10))
                .containsExactly(
                        new WaiterStatus(
                                LOCK_1,
                                1,
                                LockMode.EXCLUSIVE,
                                first.session,
                                first.clientId,
                                first.opening.label(),
                                2,
                                first.opening.clientAddress(),
                                1_000,
                                6_000),
                        new WaiterStatus(
                                LOCK_1,
                                2,
                                LockMode.EXCLUSIVE,
                                second.session,
                                second.clientId,
                                second.opening.label(),
                                3,
                                second.opening.clientAddress(),
                                2_000,
                                12_000));
        assertThat(cluster.machine.waiters(LOCK_1, 1)).hasSize(1);
    }

    @Test
    void aWaitTimesOutAtItsDeadline() {
        first.lock(WAIT_MILLIS, LOCK_1);
        assertThat(cluster.machine.nextDueClusterMillis()).isEqualTo(cluster.clusterMillis + WAIT_MILLIS);
        assertThat(cluster.machine
                        .decide(new PassTime(cluster.clusterMillis + WaitRules.TIME_KEPT_MILLIS - 1))
                        .changes())
                .isFalse();
        cluster.pass(WAIT_MILLIS - 1);
        assertThat(cluster.answered()).isEmpty();
        cluster.pass(1);
        assertThat(cluster.answered()).isEqualTo(Map.of(first.clientId, TIMED_OUT));
        assertThat(cluster.queue(LOCK_1)).isEmpty();
        assertThat(cluster.machine.nextDueClusterMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void laterDeadlinesStay() {
        first.lock(WAIT_MILLIS, LOCK_1);
        second.lock(WAIT_MILLIS + 1, LOCK_1);
        cluster.pass(WAIT_MILLIS);
        assertThat(cluster.answered()).isEqualTo(Map.of(first.clientId, TIMED_OUT));
        assertThat(cluster.queue(LOCK_1)).containsExactly(second.clientId);
    }

    @Test
    void aTimedOutWaitIsNeverGranted() {
        first.lock(WAIT_MILLIS, LOCK_1);
        cluster.pass(WAIT_MILLIS);
        holder.release(LOCK_1);
        assertThat(cluster.answered()).isEmpty();
        assertThat(cluster.machine.holder(LOCK_1)).isNull();
    }

    @Test
    void aGrantedWaitNeverTimesOut() {
        first.lock(WAIT_MILLIS, LOCK_1);
        cluster.clusterMillis += WAIT_MILLIS;
        holder.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(first.clientId, new Granted(2)));
        cluster.pass(0);
        assertThat(cluster.events).isEmpty();
        assertThat(cluster.holders(LOCK_1)).containsExactly(first.clientId);
    }

    @Test
    void theOrderInAnEntryDecidesBetweenGrantAndTimeout() {
        first.lock(WAIT_MILLIS, LOCK_1);
        cluster.clusterMillis += WAIT_MILLIS;
        PassTime pass = new PassTime(cluster.clusterMillis);
        assertThat(cluster.applyTogether(new Release(holder.nextRequest(), LOCK_1, 0), pass))
                .containsExactly(new Released(1), new TimePassed());
        assertThat(cluster.answered()).isEqualTo(Map.of(first.clientId, new Granted(2)));
        second.lock(WAIT_MILLIS, LOCK_1);
        cluster.clusterMillis += WAIT_MILLIS;
        pass = new PassTime(cluster.clusterMillis);
        assertThat(cluster.applyTogether(pass, new Release(first.nextRequest(), LOCK_1, 0)))
                .containsExactly(new TimePassed(), new Released(2));
        assertThat(cluster.answered()).isEqualTo(Map.of(second.clientId, TIMED_OUT));
        assertThat(cluster.machine.holder(LOCK_1)).isNull();
    }

    @Test
    void theQueueMovesUpAfterATimeout() {
        first.lock(WAIT_MILLIS, LOCK_1);
        second.lock(2 * WAIT_MILLIS, LOCK_1);
        cluster.pass(WAIT_MILLIS);
        assertThat(cluster.machine.waiters(LOCK_1, 10))
                .extracting(WaiterStatus::position, WaiterStatus::clientId)
                .containsExactly(tuple(1, second.clientId));
        holder.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(second.clientId, new Granted(2)));
    }

    @Test
    void tokensRiseOverGrantsFromTheQueue() {
        first.lock(WAIT_MILLIS, LOCK_1);
        second.lock(LOCK_2);
        holder.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(first.clientId, new Granted(3)));
        assertThat(third.lock(new LockName("Lock 3"))).isEqualTo(new Granted(4));
    }

    @Test
    void aWaitingSessionIsRefusedAnotherLock() {
        first.lock(WAIT_MILLIS, LOCK_1);
        assertThat(first.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new AlreadyWaits(LOCK_1, 1));
        assertThat(first.lock(LOCK_2)).isEqualTo(new AlreadyWaits(LOCK_1, 1));
    }
}
