package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static io.lockstep.common.lock.Cluster.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.Command.PassTime;
import io.lockstep.common.command.Command.Release;
import io.lockstep.common.command.CommandResult.AlreadyWaits;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.HeldByOther;
import io.lockstep.common.command.CommandResult.OthersInLine;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.CommandResult.Released;
import io.lockstep.common.command.CommandResult.SessionEnded;
import io.lockstep.common.command.CommandResult.SessionOpened;
import io.lockstep.common.command.CommandResult.StaleRequest;
import io.lockstep.common.command.CommandResult.TimePassed;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.LockStatus;
import io.lockstep.common.command.WaiterStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Standing in line for one lock: who is next, when the time is over, and what becomes of copies and of ended sessions. */
class WaitingTest {

    private static final long WAIT_MILLIS = 5_000;

    private final Cluster cluster = new Cluster();
    private final Cluster.Client holder = cluster.open(1);
    private final Cluster.Client first = cluster.open(2);
    private final Cluster.Client second = cluster.open(3);
    private final Cluster.Client third = cluster.open(1);

    @BeforeEach
    void theLockIsHeld() {
        holder.lock(LOCK_1);
    }

    @Test
    void whoWaitsIsServedInTheOrderOfComingWhateverServerItCameBy() {
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
    void aRequestThatWaitsForAFreeLockIsGrantedAtOnce() {
        assertThat(first.lock(WAIT_MILLIS, LOCK_2)).isEqualTo(new Granted(2));
        assertThat(cluster.machine.nextDueClusterMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aTryPassesNobodyWhoStandsInLine() {
        first.lock(WAIT_MILLIS, LOCK_1);
        assertThat(third.lock(LOCK_1)).isEqualTo(new HeldByOther(cluster.hold(LOCK_1), 1));
        assertThat(cluster.line(LOCK_1)).containsExactly(first.clientId);
    }

    @Test
    void aTryPassesNobodyWhoWaitsForThisFreeLockAndAnotherOne() {
        Cluster two = new Cluster(2);
        Cluster.Client holds = two.open(1);
        Cluster.Client waits = two.open(2);
        Cluster.Client tries = two.open(3);
        holds.lock(LOCK_2);
        waits.lock(WAIT_MILLIS, LOCK_1, LOCK_2);
        assertThat(tries.lock(LOCK_1)).isEqualTo(new OthersInLine(LOCK_1, waits.clientId, 1));
        assertThat(tries.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(2));
    }

    @Test
    void theStatusSaysHowManyWaitAndTheLineSaysWhoAndForHowLong() {
        first.lock(WAIT_MILLIS, LOCK_1);
        cluster.clusterMillis += 1_000;
        second.lock(2 * WAIT_MILLIS, LOCK_1);
        LockStatus status = cluster.machine.status(LOCK_1);
        assertThat(status.waiting()).isEqualTo(2);
        assertThat(status.holders()).isEqualTo(1);
        assertThat(cluster.machine.waiters(LOCK_1, 10))
                .containsExactly(
                        new WaiterStatus(
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
    void aWaitIsOverAtItsMomentAndNotBefore() {
        first.lock(WAIT_MILLIS, LOCK_1);
        assertThat(cluster.machine.nextDueClusterMillis()).isEqualTo(cluster.clusterMillis + WAIT_MILLIS);
        assertThat(cluster.machine
                        .decide(new PassTime(cluster.clusterMillis + WAIT_MILLIS - 1))
                        .changes())
                .isFalse();
        cluster.pass(WAIT_MILLIS - 1);
        assertThat(cluster.answered()).isEmpty();
        cluster.pass(1);
        assertThat(cluster.answered()).isEqualTo(Map.of(first.clientId, TIMED_OUT));
        assertThat(cluster.line(LOCK_1)).isEmpty();
        assertThat(cluster.machine.nextDueClusterMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void onlyTheWaitsThatAreOverEnd() {
        first.lock(WAIT_MILLIS, LOCK_1);
        second.lock(WAIT_MILLIS + 1, LOCK_1);
        cluster.pass(WAIT_MILLIS);
        assertThat(cluster.answered()).isEqualTo(Map.of(first.clientId, TIMED_OUT));
        assertThat(cluster.line(LOCK_1)).containsExactly(second.clientId);
    }

    @Test
    void aWaitThatIsOverIsNotGrantedAnyMore() {
        first.lock(WAIT_MILLIS, LOCK_1);
        cluster.pass(WAIT_MILLIS);
        holder.release(LOCK_1);
        assertThat(cluster.answered()).isEmpty();
        assertThat(cluster.machine.holder(LOCK_1)).isNull();
    }

    @Test
    void aWaitThatWasGrantedIsNotOverAnyMore() {
        first.lock(WAIT_MILLIS, LOCK_1);
        cluster.clusterMillis += WAIT_MILLIS;
        holder.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(first.clientId, new Granted(2)));
        cluster.pass(0);
        assertThat(cluster.events).isEmpty();
        assertThat(cluster.holders(LOCK_1)).containsExactly(first.clientId);
    }

    @Test
    void inOneEntryTheOneThatComesFirstDecidesBetweenGrantAndTimeout() {
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
    void whenTheFirstInLineTimesOutTheOthersMoveUp() {
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
    void aResentRequestTakesUpItsPlaceAgainAndDoesNotChangeTheTime() {
        Acquire waiting = first.acquiring(LockMode.EXCLUSIVE, WAIT_MILLIS, 0, LOCK_1);
        cluster.apply(waiting);
        second.lock(WAIT_MILLIS, LOCK_1);
        cluster.clusterMillis += 3_000;
        long before = cluster.machine.nextDueClusterMillis();
        assertThat(cluster.machine.decide(waiting).changes()).isFalse();
        assertThat(cluster.apply(waiting)).isEqualTo(new Queued(1));
        assertThat(cluster.events).isEmpty();
        assertThat(cluster.machine.nextDueClusterMillis()).isEqualTo(before);
        assertThat(cluster.line(LOCK_1)).containsExactly(first.clientId, second.clientId);
        cluster.pass(2_000);
        assertThat(cluster.answered()).containsEntry(first.clientId, TIMED_OUT);
    }

    @Test
    void aRequestResentAfterItsAnswerGetsThatAnswerAgain() {
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
    void aSessionThatIsTakenUpAtAnotherServerKeepsItsPlaceAndGetsTheGrantThere() {
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
        assertThat(cluster.hold(LOCK_1).server()).isEqualTo(3);
    }

    @Test
    void theEndOfASessionThatWaitsTakesItOutOfTheLine() {
        first.lock(WAIT_MILLIS, LOCK_1);
        second.lock(WAIT_MILLIS, LOCK_1);
        assertThat(first.close()).isEqualTo(new SessionEnded(0));
        assertThat(cluster.line(LOCK_1)).containsExactly(second.clientId);
        assertThat(cluster.answered()).isEmpty();
        holder.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(second.clientId, new Granted(2)));
        cluster.pass(WAIT_MILLIS);
        assertThat(cluster.events).isEmpty();
    }

    @Test
    void aGrantWhoseSessionEndedPassesOnToTheNext() {
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
    void aSessionThatHoldsAndWaitsFreesTheOneAndLeavesTheOther() {
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
        assertThat(two.line(LOCK_2)).isEmpty();
        assertThat(two.machine.session(both.session)).isNull();
    }

    @Test
    void tokensRiseOverGrantsFromTheLineToo() {
        first.lock(WAIT_MILLIS, LOCK_1);
        second.lock(LOCK_2);
        holder.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(first.clientId, new Granted(3)));
        assertThat(third.lock(new LockName("Lock 3"))).isEqualTo(new Granted(4));
    }

    @Test
    void whoWaitsAlreadyIsRefusedTheSameLockAndAnother() {
        first.lock(WAIT_MILLIS, LOCK_1);
        assertThat(first.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new AlreadyWaits(LOCK_1, 1));
        assertThat(first.lock(LOCK_2)).isEqualTo(new AlreadyWaits(LOCK_1, 1));
    }

    @Test
    void aLineIsInTheSnapshotWithItsOrderAndItsTimes() {
        first.lock(WAIT_MILLIS, LOCK_1);
        second.lock(2 * WAIT_MILLIS, LOCK_1);
        third.lock(2 * WAIT_MILLIS, LOCK_1);
        cluster.restore(Limits.STANDARD);
        assertThat(cluster.line(LOCK_1)).containsExactly(first.clientId, second.clientId, third.clientId);
        cluster.pass(WAIT_MILLIS);
        assertThat(cluster.answered()).isEqualTo(Map.of(first.clientId, TIMED_OUT));
        holder.release(LOCK_1);
        assertThat(cluster.answered()).isEqualTo(Map.of(second.clientId, new Granted(2)));
    }

    @Test
    void aWaitThatOutlivesAHundredAndTwentyEightLaterAnswersIsGrantedAllTheSame() {
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
    void aWaitThatOutlivesManyAnswersTimesOutOrIsCancelledAllTheSame() {
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
