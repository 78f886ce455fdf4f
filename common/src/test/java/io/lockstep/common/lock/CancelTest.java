package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.CANCELLED;
import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static io.lockstep.common.lock.Cluster.WAIT_CANCELLED;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.NoSession;
import io.lockstep.common.command.CommandResult.NotWaiting;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.CommandResult.StaleRequest;
import io.lockstep.common.command.CommandResult.TakenOver;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.record.AnswerMemory;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CANCEL: either the request is cancelled and never takes effect, or it has its answer and keeps it. */
class CancelTest {

    private static final long WAIT_MILLIS = 5_000;

    private final Cluster cluster = new Cluster();
    private final Cluster.Client holder = cluster.open(1);
    private final Cluster.Client client = cluster.open(2);
    private final Cluster.Client next = cluster.open(3);

    @BeforeEach
    void theLockIsHeld() {
        holder.lock(LOCK_1);
    }

    @Test
    void whatWaitsIsCancelledAndNotGrantedLater() {
        client.lock(WAIT_MILLIS, LOCK_1);
        next.lock(WAIT_MILLIS, LOCK_1);
        assertThat(client.cancel()).isEqualTo(WAIT_CANCELLED);
        assertThat(cluster.answered()).isEqualTo(Map.of(client.clientId, CANCELLED));
        assertThat(cluster.queue(LOCK_1)).containsExactly(next.clientId);
        holder.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(next.clientId, new Granted(2)));
        cluster.pass(WAIT_MILLIS);
        assertThat(cluster.answered()).isEmpty();
    }

    @Test
    void whatWasGrantedStaysGranted() {
        client.lock(WAIT_MILLIS, LOCK_1);
        holder.release(LOCK_1);
        assertThat(client.cancel()).isEqualTo(new NotWaiting());
        assertThat(cluster.events).isEmpty();
        assertThat(cluster.holders(LOCK_1)).containsExactly(client.clientId);
    }

    @Test
    void whatTimedOutOrWasRefusedHasItsAnswer() {
        client.lock(WAIT_MILLIS, LOCK_1);
        cluster.pass(WAIT_MILLIS);
        assertThat(client.cancel()).isEqualTo(new NotWaiting());
        client.lock(LOCK_1);
        assertThat(client.cancel()).isEqualTo(new NotWaiting());
    }

    @Test
    void aRequestCancelledInAdvanceNeverTakesEffect() {
        Acquire late = client.acquiring(LockMode.EXCLUSIVE, WAIT_MILLIS, 0, LOCK_2);
        assertThat(client.cancel()).isEqualTo(WAIT_CANCELLED);
        assertThat(cluster.events).isEmpty();
        assertThat(cluster.apply(late)).isEqualTo(CANCELLED);
        assertThat(cluster.machine.holder(LOCK_2)).isNull();
        assertThat(client.lock(LOCK_2)).isEqualTo(new Granted(2));
    }

    @Test
    void aRetriedCancelGetsTheSameAnswer() {
        client.lock(WAIT_MILLIS, LOCK_1);
        client.cancel();
        assertThat(cluster.machine.decide(client.cancelling(1)).changes()).isFalse();
        assertThat(client.cancel()).isEqualTo(WAIT_CANCELLED);
        assertThat(cluster.events).isEmpty();
    }

    @Test
    void aRetryOfTheCancelledRequestGetsItsAnswerAgain() {
        Acquire waiting = client.acquiring(LockMode.EXCLUSIVE, WAIT_MILLIS, 0, LOCK_1);
        cluster.apply(waiting);
        client.cancel();
        holder.release(LOCK_1);
        assertThat(cluster.apply(waiting)).isEqualTo(CANCELLED);
        assertThat(cluster.machine.holder(LOCK_1)).isNull();
    }

    @Test
    void cancellingTheOneInFrontLetsThoseBehindGoOn() {
        Cluster shared = new Cluster();
        Cluster.Client reader = shared.open(1);
        Cluster.Client writer = shared.open(2);
        Cluster.Client behind = shared.open(3);
        reader.lock(LockMode.SHARED, 0, LOCK_1);
        writer.lock(WAIT_MILLIS, LOCK_1);
        behind.lock(LockMode.SHARED, WAIT_MILLIS, LOCK_1);
        writer.cancel();
        assertThat(shared.answered()).isEqualTo(Map.of(writer.clientId, CANCELLED, behind.clientId, new Granted(2)));
    }

    @Test
    void anAnsweredRequestCannotBeCancelled() {
        client.number = 9;
        client.answeredUpTo = 9;
        client.lock(LOCK_2);
        assertThat(cluster.apply(client.cancelling(5))).isEqualTo(new NotWaiting());
        for (int i = 0; i < AnswerMemory.ANSWERS_MAX; i++) {
            client.release(LOCK_1);
        }
        assertThat(cluster.apply(client.cancelling(10))).isEqualTo(new NotWaiting());
        assertThat(cluster.apply(new Acquire(client.request(10), LOCK_2))).isInstanceOf(StaleRequest.class);
    }

    @Test
    void anOlderConnectionAndAnEndedSessionCannotCancel() {
        client.lock(WAIT_MILLIS, LOCK_1);
        cluster.apply(client.resuming(3, 5));
        assertThat(client.cancel()).isEqualTo(new TakenOver(2));
        client.generation = 2;
        client.close();
        assertThat(client.cancel()).isEqualTo(new NoSession());
    }

    @Test
    void aCancelledRequestMakesRoomForAnother() {
        client.lock(WAIT_MILLIS, LOCK_1);
        client.cancel();
        assertThat(client.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(1));
    }
}
