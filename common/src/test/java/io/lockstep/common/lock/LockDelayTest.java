package io.lockstep.common.lock;

import static io.lockstep.common.command.LockMode.EXCLUSIVE;
import static io.lockstep.common.command.LockMode.SHARED;
import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command.PassTime;
import io.lockstep.common.command.CommandResult.Blocked;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lock-delay: a lock that its holder did not release itself stays blocked for a while. */
class LockDelayTest {

    private static final long DELAY_MILLIS = 3_000;
    private static final long WAIT_MILLIS = 10_000;

    private final Cluster cluster = new Cluster(0);
    private final Cluster.Client holder = cluster.open(1);
    private final Cluster.Client client = cluster.open(2);
    private final Cluster.Client other = cluster.open(3);

    private void hold(Cluster.Client who, LockMode mode, long delayMillis) {
        assertThat(cluster.apply(who.acquiring(mode, 0, delayMillis, LOCK_1))).isInstanceOf(Granted.class);
    }

    @Test
    void afterAnExpiryTheLockIsBlockedUntilTheDelayIsOver() {
        hold(holder, EXCLUSIVE, DELAY_MILLIS);
        holder.expire();
        long until = cluster.clusterMillis + DELAY_MILLIS;
        assertThat(client.lock(LOCK_1)).isEqualTo(new Blocked(LOCK_1, until));
        assertThat(cluster.machine.status(LOCK_1)).isEqualTo(new LockStatus(LOCK_1, null, 0, 0, until));
        assertThat(cluster.machine.nextDueClusterMillis()).isEqualTo(until);
        assertThat(cluster.machine.lockCount()).isZero();
        assertThat(cluster.machine.held("", "", 10)).isEmpty();
        cluster.pass(DELAY_MILLIS - 1);
        assertThat(client.lock(LOCK_1)).isEqualTo(new Blocked(LOCK_1, until));
        cluster.pass(1);
        assertThat(client.lock(LOCK_1)).isEqualTo(new Granted(2));
        assertThat(cluster.machine.nextDueClusterMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void afterAForcedReleaseToo() {
        hold(holder, EXCLUSIVE, DELAY_MILLIS);
        other.force(LOCK_1, 1);
        assertThat(client.lock(LOCK_1)).isEqualTo(new Blocked(LOCK_1, cluster.clusterMillis + DELAY_MILLIS));
    }

    @Test
    void notAfterAReleaseOrTheCleanEndOfASession() {
        hold(holder, EXCLUSIVE, DELAY_MILLIS);
        holder.release(LOCK_1);
        hold(holder, EXCLUSIVE, DELAY_MILLIS);
        holder.close();
        assertThat(client.lock(LOCK_1)).isEqualTo(new Granted(3));
    }

    @Test
    void notWithoutADelay() {
        hold(holder, EXCLUSIVE, 0);
        holder.expire();
        assertThat(client.lock(LOCK_1)).isEqualTo(new Granted(2));
    }

    @Test
    void aWaiterIsGrantedWhenTheDelayEndsAndNotBefore() {
        hold(holder, EXCLUSIVE, DELAY_MILLIS);
        client.lock(WAIT_MILLIS, LOCK_1);
        holder.expire();
        assertThat(cluster.answered()).isEmpty();
        assertThat(other.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(2));
        cluster.pass(DELAY_MILLIS - 1);
        assertThat(cluster.answered()).isEmpty();
        cluster.pass(1);
        assertThat(cluster.answered()).isEqualTo(Map.of(client.clientId, new Granted(2)));
    }

    @Test
    void aRequestMayWaitForABlockedLock() {
        hold(holder, EXCLUSIVE, DELAY_MILLIS);
        holder.expire();
        assertThat(client.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(1));
        cluster.pass(DELAY_MILLIS);
        assertThat(cluster.answered()).isEqualTo(Map.of(client.clientId, new Granted(2)));
    }

    @Test
    void aWaitThatEndsWithTheDelayIsGranted() {
        hold(holder, EXCLUSIVE, DELAY_MILLIS);
        holder.expire();
        client.lock(DELAY_MILLIS, LOCK_1);
        cluster.pass(DELAY_MILLIS);
        assertThat(cluster.answered()).isEqualTo(Map.of(client.clientId, new Granted(2)));
    }

    @Test
    void aWaitThatIsOverBeforeTheDelayEndsTimesOut() {
        hold(holder, EXCLUSIVE, DELAY_MILLIS);
        holder.expire();
        client.lock(DELAY_MILLIS - 1, LOCK_1);
        cluster.pass(DELAY_MILLIS);
        assertThat(cluster.answered()).isEqualTo(Map.of(client.clientId, Cluster.TIMED_OUT));
        assertThat(cluster.machine.status(LOCK_1)).isEqualTo(new LockStatus(LOCK_1, null, 0, 0, 0));
    }

    @Test
    void aSecondExpiryExtendsTheDelay() {
        hold(holder, SHARED, DELAY_MILLIS);
        hold(other, SHARED, DELAY_MILLIS);
        holder.expire();
        cluster.pass(1_000);
        other.expire();
        long until = cluster.clusterMillis + DELAY_MILLIS;
        assertThat(cluster.machine.nextDueClusterMillis()).isEqualTo(until);
        cluster.pass(DELAY_MILLIS - 1_000);
        assertThat(client.lock(LOCK_1)).isEqualTo(new Blocked(LOCK_1, until));
        cluster.pass(1_000);
        assertThat(client.lock(LOCK_1)).isEqualTo(new Granted(3));
    }

    @Test
    void aSecondExpiryWithAShorterDelayDoesNotShortenIt() {
        hold(holder, SHARED, DELAY_MILLIS);
        hold(other, SHARED, 10);
        holder.expire();
        long until = cluster.clusterMillis + DELAY_MILLIS;
        other.expire();
        assertThat(client.lock(LOCK_1)).isEqualTo(new Blocked(LOCK_1, until));
    }

    @Test
    void aBlockedLockTakesNoFurtherHolder() {
        hold(holder, SHARED, DELAY_MILLIS);
        hold(other, SHARED, 0);
        holder.expire();
        client.lock(SHARED, WAIT_MILLIS, LOCK_1);
        assertThat(cluster.holders(LOCK_1)).containsExactly(other.clientId);
        cluster.pass(DELAY_MILLIS);
        assertThat(cluster.holders(LOCK_1)).containsExactly(other.clientId, client.clientId);
    }

    @Test
    void aGrantFromTheQueueHasItsOwnDelay() {
        hold(holder, EXCLUSIVE, 0);
        cluster.apply(client.acquiring(EXCLUSIVE, WAIT_MILLIS, DELAY_MILLIS, LOCK_1));
        holder.expire();
        assertThat(cluster.holders(LOCK_1)).containsExactly(client.clientId);
        client.expire();
        assertThat(other.lock(LOCK_1)).isInstanceOf(Blocked.class);
    }

    @Test
    void aRequestForSeveralWaitsForTheBlockedOneAmongThem() {
        hold(holder, EXCLUSIVE, DELAY_MILLIS);
        holder.expire();
        assertThat(client.lock(WAIT_MILLIS, LOCK_2, LOCK_1)).isEqualTo(new Queued(1));
        cluster.pass(DELAY_MILLIS);
        assertThat(cluster.answered()).isEqualTo(Map.of(client.clientId, new Granted(2)));
    }

    @Test
    void theDelayIsInTheSnapshot() {
        hold(holder, EXCLUSIVE, DELAY_MILLIS);
        holder.expire();
        client.lock(WAIT_MILLIS, LOCK_1);
        cluster.restore(Limits.STANDARD);
        assertThat(other.lock(LOCK_1)).isInstanceOf(Blocked.class);
        cluster.pass(DELAY_MILLIS);
        assertThat(cluster.answered()).isEqualTo(Map.of(client.clientId, new Granted(2)));
    }

    @Test
    void noDelayEndsWhileClusterTimeStops() {
        hold(holder, EXCLUSIVE, DELAY_MILLIS);
        holder.expire();
        assertThat(cluster.machine.decide(new PassTime(cluster.clusterMillis)).changes())
                .isFalse();
    }
}
