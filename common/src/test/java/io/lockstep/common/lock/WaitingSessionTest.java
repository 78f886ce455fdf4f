package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static io.lockstep.common.lock.Cluster.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.CommandResult.Released;
import io.lockstep.common.command.CommandResult.SessionEnded;
import io.lockstep.common.command.CommandResult.SessionOpened;
import io.lockstep.common.command.CommandResult.StaleRequest;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.WaiterStatus;
import io.lockstep.common.record.AnswerMemory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Waiting requests that are retried, that outlast their answers or a snapshot, or whose session moves or ends. */
class WaitingSessionTest extends Cluster.WaitingScenario {

    @Test
    void aRetryKeepsItsPlaceAndItsDeadline() {
        Acquire waiting = first.acquiring(LockMode.EXCLUSIVE, WAIT_MILLIS, 0, LOCK_1);
        cluster.apply(waiting);
        second.lock(WAIT_MILLIS, LOCK_1);
        cluster.clusterMillis += 3_000;
        long before = cluster.machine.nextDueClusterMillis();
        assertThat(cluster.machine.decide(waiting).changes()).isFalse();
        assertThat(cluster.apply(waiting)).isEqualTo(new Queued(1));
        assertThat(cluster.events).isEmpty();
        assertThat(cluster.machine.nextDueClusterMillis()).isEqualTo(before);
        assertThat(cluster.queue(LOCK_1)).containsExactly(first.clientId, second.clientId);
        cluster.pass(2_000);
        assertThat(cluster.answered()).containsEntry(first.clientId, TIMED_OUT);
    }

    @Test
    void aRetryAfterTheAnswerGetsThatAnswer() {
        Acquire granted = first.acquiring(LockMode.EXCLUSIVE, WAIT_MILLIS, 0, LOCK_1);
        Acquire timedOut = second.acquiring(LockMode.EXCLUSIVE, WAIT_MILLIS, 0, LOCK_1);
        cluster.apply(granted);
        cluster.apply(timedOut);
        holder.release(LOCK_1);
        cluster.pass(WAIT_MILLIS);
        assertThat(cluster.apply(granted)).isEqualTo(new Granted(2));
        assertThat(cluster.apply(timedOut)).isEqualTo(TIMED_OUT);
        assertThat(cluster.machine.storedAnswer(granted.request())).contains(new Granted(2));
        first.release(LOCK_1);
        assertThat(cluster.apply(timedOut)).isEqualTo(TIMED_OUT);
        assertThat(cluster.machine.holder(LOCK_1)).isNull();
    }

    @Test
    void aResumedSessionKeepsItsPlace() {
        first.lock(WAIT_MILLIS, LOCK_1);
        second.lock(WAIT_MILLIS, LOCK_1);
        assertThat(cluster.apply(first.resuming(3, 5))).isInstanceOf(SessionOpened.class);
        first.generation = 2;
        Acquire again = new Acquire(first.request(1), List.of(LOCK_1), LockMode.EXCLUSIVE, WAIT_MILLIS, 0);
        assertThat(cluster.apply(again)).isEqualTo(new Queued(1));
        assertThat(cluster.machine.waiters(LOCK_1, 1))
                .extracting(WaiterStatus::server)
                .containsExactly(3);
        holder.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(first.clientId, new Granted(2)));
        assertThat(cluster.holder(LOCK_1).server()).isEqualTo(3);
    }

    @Test
    void aSessionThatEndsLeavesTheQueue() {
        first.lock(WAIT_MILLIS, LOCK_1);
        second.lock(WAIT_MILLIS, LOCK_1);
        assertThat(first.close()).isEqualTo(new SessionEnded(0));
        assertThat(cluster.queue(LOCK_1)).containsExactly(second.clientId);
        assertThat(cluster.answered()).isEmpty();
        holder.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(second.clientId, new Granted(2)));
        cluster.pass(WAIT_MILLIS);
        assertThat(cluster.events).isEmpty();
    }

    @Test
    void aGrantOfAnEndedSessionPassesOn() {
        first.lock(WAIT_MILLIS, LOCK_1);
        second.lock(WAIT_MILLIS, LOCK_1);
        holder.release(LOCK_1);
        first.expire();
        assertThat(cluster.answered()).isEqualTo(Map.of(second.clientId, new Granted(3)));
    }

    @Test
    void theEndOfTheHoldersSessionHandsOn() {
        first.lock(WAIT_MILLIS, LOCK_1);
        assertThat(holder.expire()).isEqualTo(new SessionEnded(1));
        assertThat(cluster.answered()).isEqualTo(Map.of(first.clientId, new Granted(2)));
        second.lock(WAIT_MILLIS, LOCK_1);
        assertThat(first.close()).isEqualTo(new SessionEnded(1));
        assertThat(cluster.answered()).isEqualTo(Map.of(second.clientId, new Granted(3)));
    }

    @Test
    void anEndingSessionFreesItsLocksAndLeavesItsQueues() {
        Cluster two = new Cluster(2);
        Cluster.Client both = two.open(1);
        Cluster.Client next = two.open(2);
        Cluster.Client other = two.open(3);
        both.lock(LOCK_1);
        other.lock(LOCK_2);
        both.lock(WAIT_MILLIS, LOCK_2);
        next.lock(WAIT_MILLIS, LOCK_1);
        both.expire();
        assertThat(two.answered()).isEqualTo(Map.of(next.clientId, new Granted(3)));
        assertThat(two.queue(LOCK_2)).isEmpty();
        assertThat(two.machine.session(both.session)).isNull();
    }

    @Test
    void aSnapshotKeepsOrderAndDeadlines() {
        first.lock(WAIT_MILLIS, LOCK_1);
        second.lock(2 * WAIT_MILLIS, LOCK_1);
        third.lock(2 * WAIT_MILLIS, LOCK_1);
        cluster.restore(Limits.STANDARD);
        assertThat(cluster.queue(LOCK_1)).containsExactly(first.clientId, second.clientId, third.clientId);
        cluster.pass(WAIT_MILLIS);
        assertThat(cluster.answered()).isEqualTo(Map.of(first.clientId, TIMED_OUT));
        holder.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(second.clientId, new Granted(2)));
    }

    @Test
    void aWaitOutlivesAFullAnswerMemoryAndIsGranted() {
        Cluster many = new Cluster(0);
        Cluster.Client holds = many.open(1);
        Cluster.Client waits = many.open(2);
        holds.lock(LOCK_1);
        Acquire waiting = waits.acquiring(LockMode.EXCLUSIVE, WAIT_MILLIS, 0, LOCK_1);
        many.apply(waiting);
        for (int i = 0; i <= AnswerMemory.ANSWERS_MAX / 2; i++) {
            waits.lock(LOCK_2);
            waits.release(LOCK_2);
        }
        assertThat(many.apply(waiting)).isEqualTo(new Queued(1));
        holds.release(LOCK_1);
        assertThat(many.answered()).isEqualTo(Map.of(waits.clientId, new Granted(many.machine.lastToken())));
        assertThat(many.holders(LOCK_1)).containsExactly(waits.clientId);
        assertThat(many.apply(waiting)).isInstanceOf(StaleRequest.class);
        assertThat(waits.release(LOCK_1)).isEqualTo(new Released(many.machine.lastToken()));
    }

    @Test
    void aWaitOutlivesAFullAnswerMemoryAndEnds() {
        Cluster many = new Cluster(0);
        Cluster.Client holds = many.open(1);
        Cluster.Client waits = many.open(2);
        holds.lock(LOCK_1);
        holds.lock(LOCK_2);
        waits.lock(WAIT_MILLIS, LOCK_1);
        waits.lock(2 * WAIT_MILLIS, LOCK_2);
        for (int i = 0; i <= AnswerMemory.ANSWERS_MAX; i++) {
            waits.release(LOCK_1);
        }
        many.pass(WAIT_MILLIS);
        assertThat(many.answered()).isEqualTo(Map.of(waits.clientId, TIMED_OUT));
        assertThat(many.apply(waits.cancelling(2))).isEqualTo(Cluster.WAIT_CANCELLED);
        assertThat(many.machine.status(LOCK_2).waiting()).isZero();
    }
}
