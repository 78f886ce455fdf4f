package io.lockstep.leader.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import io.lockstep.common.lock.LockStateMachine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaderDecisionsTest {

    private static final ServerIncarnation HOME = new ServerIncarnation(1, 5);
    private static final LockName NAME = new LockName("Lock 1");

    private final LockStateMachine map = new LockStateMachine();
    private final LeaderDecisions decisions = new LeaderDecisions(() -> map);
    private final List<String> told = new ArrayList<>();
    private long originLast;

    @BeforeEach
    void aClusterWithTwoSessions() {
        apply(List.of(
                unawaited(new Command.FoundCluster("cluster", 1)),
                unawaited(new Command.RegisterServer("storage", "127.0.0.1:9000", "127.0.0.1:9100")),
                unawaited(new Command.OpenSession(new SessionKey(1, 1), HOME, "a:1", "", 10_000, true)),
                unawaited(new Command.OpenSession(new SessionKey(2, 2), HOME, "b:2", "", 10_000, true))));
    }

    private static Submission unawaited(Command command) {
        return new Submission(new Origin(HOME, 0), command);
    }

    private void apply(List<Submission> batch) {
        map.apply(new Entry(new Origin(HOME, 1), 0, 0, batch));
    }

    private Submission acquire(long session, long request) {
        return new Submission(
                new Origin(HOME, ++originLast), new Command.Acquire(new RequestId(session, 1, request, 0), NAME));
    }

    private PendingDecision.Answer answer(String who) {
        return new PendingDecision.Answer() {
            @Override
            public void decided(CommandResult result) {
                told.add(who + " " + result.getClass().getSimpleName());
            }

            @Override
            public void notDecided() {
                told.add(who + " not decided");
            }
        };
    }

    private void applyNextBatch() {
        List<Submission> batch = decisions.nextBatch(512);
        apply(batch);
        decisions.applied(batch);
    }

    @Test
    void aChangeIsProposedAndNotAnsweredBeforeItIsApplied() {
        decisions.take(acquire(1, 1), answer("first"));

        assertThat(decisions.nextBatch(512)).hasSize(1);
        assertThat(told).isEmpty();
    }

    @Test
    void whatIsSoAlreadyIsAcknowledgedByAConfirmedLeaderOnly() {
        Command setting = new Command.SetMapBytes(1 << 21, "", "o:1", "test");
        apply(List.of(unawaited(setting)));
        decisions.take(new Submission(new Origin(HOME, ++originLast), setting), answer("again"));
        assertThat(told).isEmpty();

        decisions.confirmed(decisions.nextConfirmations());

        assertThat(told).containsExactly("again MapBytesSet");
    }

    @Test
    void aRequestForTheSameLockWaitsForTheProposalUnderWay() {
        decisions.take(acquire(1, 1), answer("first"));
        decisions.take(acquire(2, 1), answer("second"));

        assertThat(decisions.nothingToConfirm()).isTrue();
        applyNextBatch();
        assertThat(decisions.nothingToPropose()).isTrue();
        assertThat(decisions.nothingToConfirm()).isFalse();
    }

    @Test
    void aRefusalIsSentOnlyAfterLeadershipIsConfirmed() {
        decisions.take(acquire(1, 1), answer("first"));
        applyNextBatch();
        decisions.take(acquire(2, 1), answer("second"));

        assertThat(told).isEmpty();
        decisions.confirmed(decisions.nextConfirmations());
        assertThat(told).containsExactly("second HeldByOther");
    }

    @Test
    void aLockReleasedBeforeTheRefusalIsGranted() {
        decisions.take(acquire(1, 1), answer("first"));
        applyNextBatch();
        decisions.take(acquire(2, 1), answer("second"));
        List<PendingDecision> round = decisions.nextConfirmations();
        decisions.take(
                new Submission(new Origin(HOME, ++originLast), new Command.Release(new RequestId(1, 1, 2, 1), NAME, 0)),
                answer("release"));
        applyNextBatch();

        decisions.confirmed(round);

        assertThat(told).isEmpty();
        assertThat(decisions.nextBatch(512)).hasSize(1);
    }

    @Test
    void aRetryOfAnUndecidedRequestReplacesItsAttempt() {
        decisions.take(acquire(1, 1), answer("first"));
        applyNextBatch();
        Submission request = acquire(2, 1);
        decisions.take(request, answer("first attempt"));
        decisions.take(request, answer("retry"));

        decisions.confirmed(decisions.nextConfirmations());

        assertThat(told).containsExactly("retry HeldByOther");
    }

    @Test
    void aRetryGetsTheStoredAnswerAndNoSecondEffect() {
        decisions.take(acquire(1, 1), answer("first"));
        applyNextBatch();

        decisions.take(acquire(1, 1), answer("retry"));

        assertThat(decisions.nothingToPropose()).isTrue();
        assertThat(told).containsExactly("retry Granted");
    }

    @Test
    void theEndOfATermGivesBackOnlyRequestsNotProposed() {
        decisions.take(acquire(1, 1), answer("proposed"));
        List<Submission> underWay = decisions.nextBatch(512);
        decisions.take(acquire(2, 1), answer("queued"));

        decisions.end(underWay);

        assertThat(told).containsExactly("queued not decided");
    }

    @Test
    void aLongQueueBehindOneLockIsDecidedInOneRound() {
        decisions.take(acquire(1, 1), answer("first"));
        for (int i = 0; i < 1_000; i++) {
            decisions.take(acquire(2, 1 + i), answer("waiter"));
        }
        applyNextBatch();
        decisions.confirmed(decisions.nextConfirmations());

        assertThat(told).hasSize(1_000).allMatch("waiter HeldByOther"::equals);
    }

    @Test
    void newRequestsQueueBehindThoseThatWaitAlready() {
        decisions.take(acquire(1, 1), answer("first"));
        // A retry, which is answered from memory. The client sends more requests as soon as it has the answer.
        decisions.take(retryOf(1, 1), new PendingDecision.Answer() {
            @Override
            public void decided(CommandResult result) {
                decisions.take(release(1, 2), answer("release"));
                decisions.take(acquire(1, 4), answer("newest"));
            }

            @Override
            public void notDecided() {}
        });
        decisions.take(acquire(1, 3), answer("older"));
        applyNextBatch();
        applyNextBatch();

        assertThat(decisions.nextBatch(512))
                .singleElement()
                .extracting(submission ->
                        ((Command.Acquire) submission.command()).request().number())
                .isEqualTo(3L);
    }

    private Submission retryOf(long session, long request) {
        return acquire(session, request);
    }

    private Submission release(long session, long request) {
        return new Submission(
                new Origin(HOME, ++originLast), new Command.Release(new RequestId(session, 1, request, 0), NAME, 0));
    }
}
