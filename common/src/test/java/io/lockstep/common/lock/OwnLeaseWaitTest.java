package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.CANCELLED;
import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.HeldByOther;
import io.lockstep.common.command.CommandResult.Leased;
import io.lockstep.common.command.CommandResult.Queued;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Waiting for a grant with its own lease. */
class OwnLeaseWaitTest extends TwoLeaseClients {

    @Test
    void aWaiterGetsItWithAFullLease() {
        second.lock(LOCK_1);
        assertThat(lock(first, 1, WAIT_MILLIS)).isEqualTo(new Queued(1));
        assertThat(cluster.queue(LOCK_1)).containsExactly(50_001);
        cluster.pass(10_000);
        second.release(LOCK_1);
        assertThat(answered()).isEqualTo(Map.of(first.clientId, new Leased(2, ANYBODY, LEASE_MILLIS)));
        assertThat(cluster.holders(LOCK_1)).containsExactly(50_001);
        cluster.pass(LEASE_MILLIS - 1);
        assertThat(second.lock(LOCK_1)).isInstanceOf(HeldByOther.class);
        cluster.pass(1);
        assertThat(second.lock(LOCK_1)).isInstanceOf(Granted.class);
    }

    @Test
    void theWaitEndsWithTheSessionThatAskedByItsTimeOutAndByCancel() {
        second.lock(LOCK_1);
        lock(first, 1, WAIT_MILLIS);
        assertThat(cluster.machine.sessionCount()).isEqualTo(3);
        assertThat(first.cancel()).isEqualTo(Cluster.WAIT_CANCELLED);
        assertThat(cluster.machine.sessionCount()).isEqualTo(2);
        lock(first, 1, WAIT_MILLIS);
        cluster.pass(WAIT_MILLIS);
        assertThat(answered()).isEqualTo(Map.of(first.clientId, TIMED_OUT));
        assertThat(cluster.machine.sessionCount()).isEqualTo(2);
        lock(first, 1, WAIT_MILLIS);
        first.close();
        assertThat(cluster.machine.sessionCount()).isEqualTo(1);
        assertThat(cluster.queue(LOCK_1)).isEmpty();
    }

    @Test
    void theSameLockAgainTakesThePlaceOfTheEarlierOne() {
        Cluster.Client holder = cluster.open(3);
        holder.lock(LOCK_1);
        lock(first, 1, WAIT_MILLIS);
        lock(first, 2, WAIT_MILLIS);
        cluster.pass(WAIT_MILLIS - 1);
        assertThat(lock(second, 1, WAIT_MILLIS)).isEqualTo(new Queued(1));
        assertThat(answered()).isEqualTo(Map.of(first.clientId, CANCELLED));
        cluster.pass(1);
        assertThat(cluster.machine.waiters(LOCK_1, 9)).hasSize(1);
        first.close();
        holder.release(LOCK_1);
        assertThat(answered()).isEqualTo(Map.of(second.clientId, new Leased(2, ANYBODY, LEASE_MILLIS)));
    }
}
