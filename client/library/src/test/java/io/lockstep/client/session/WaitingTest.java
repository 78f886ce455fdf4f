package io.lockstep.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.live.Fault;
import io.lockstep.simulation.live.LiveCluster;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A LOCK that waits in the queue, while servers stop and connections break. */
@Timeout(60)
class WaitingTest {

    /** Shorter than the waits of these tests: a request that settles within it did not wait until its end. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final Call LOCK_A = Call.of(Verb.LOCK, "a").with("wait", "1m");

    private final LiveCluster cluster = new LiveCluster("one", 3, 0);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final ClientSession session = new ClientSession(
            SessionSettings.fresh(HostPort.parseServers(cluster.addresses()), Duration.ofSeconds(5), TIMEOUT),
            SessionListener.NONE);

    @BeforeEach
    void holdTheLockElsewhere() {
        cluster.holdElsewhere("a");
    }

    @AfterEach
    void stop() {
        callers.shutdownNow();
        session.detach();
        cluster.close();
    }

    @Test
    void aWaitOutlastsTheTimeoutOfOrdinaryRequests() throws Exception {
        PendingCall request = session.begin(LOCK_A);
        Future<CallOutcome> outcome = queued(request);

        Thread.sleep(TIMEOUT.toMillis() + 600);
        assertThat(outcome).isNotDone();
        assertThat(request.position()).isEqualTo(1);

        cluster.free("a");
        assertThat(code(outcome)).isEqualTo("LOCK");
        assertThat(session.heldLocks()).containsExactly("a");
        assertThat(cluster.linesSoFar("LOCK")).isEmpty();
    }

    @Test
    void aWaitDelaysNoOtherRequest() throws Exception {
        Future<CallOutcome> outcome = queued(session.begin(LOCK_A));
        assertThat(code(session.call(Call.of(Verb.LOCK, "b")))).isEqualTo("LOCK");
        assertThat(code(session.call(Call.of(Verb.STATUS, "b")))).isEqualTo("STATUS");
        assertThat(code(session.call(Call.of(Verb.RELEASE, "b")))).isEqualTo("RELEASE");
        cluster.free("a");
        assertThat(code(outcome)).isEqualTo("LOCK");
    }

    @Test
    void theQueuePositionIsKeptAtAnotherServer() throws Exception {
        Future<CallOutcome> outcome = queued(session.begin(LOCK_A));
        cluster.server(1).close();
        cluster.awaitLine("HELLO 1 session=");
        cluster.awaitLine("LOCK a wait=1m req=1");
        assertThat(cluster.waiting("a")).isEqualTo(1);
        cluster.free("a");
        assertThat(code(outcome)).isEqualTo("LOCK");
        assertThat(cluster.holders("a")).isEqualTo(1);
    }

    @Test
    void aQueuedRequestIsResentBeforeAnyNewerOne() throws Exception {
        Future<CallOutcome> outcome = queued(session.begin(LOCK_A));
        cluster.next(Verb.LOCK, Fault.CLOSE_BEFORE);
        assertThat(code(session.call(Call.of(Verb.LOCK, "b")))).isEqualTo("LOCK");
        cluster.free("a");
        assertThat(code(outcome)).isEqualTo("LOCK");
        List<String> locks = cluster.linesSoFar("LOCK");
        assertThat(locks).containsExactly("LOCK b req=2", "LOCK a wait=1m req=1", "LOCK b req=2");
    }

    @Test
    void aGrantWhoseAnswerIsLostIsAnsweredAgain() throws Exception {
        Future<CallOutcome> outcome = queued(session.begin(LOCK_A));
        cluster.server(1).close();
        cluster.free("a");
        assertThat(code(outcome)).isEqualTo("LOCK");
        assertThat(cluster.owner("a")).isEqualTo(clientId());
    }

    @Test
    void theServerEndsTheWaitAtItsTime() throws Exception {
        CallOutcome outcome = session.call(Call.of(Verb.LOCK, "a").with("wait", "200ms"));
        assertThat(code(outcome)).isEqualTo("TIMEOUT");
        assertThat(cluster.waiting("a")).isZero();
    }

    @Test
    void cancellingEndsTheWait() throws Exception {
        PendingCall request = session.begin(LOCK_A);
        Future<CallOutcome> outcome = queued(request);
        request.cancel();
        assertThat(code(outcome)).isEqualTo(ErrorCode.CANCELLED.name());
        assertThat(cluster.waiting("a")).isZero();
    }

    @Test
    void aGrantBeforeTheCancelIsTheOutcome() throws Exception {
        PendingCall request = session.begin(LOCK_A);
        Future<CallOutcome> outcome = queued(request);
        cluster.next(Verb.CANCEL, Fault.CLOSE_BEFORE);
        request.cancel();
        cluster.awaitLine("CANCEL");
        cluster.free("a");
        String code = code(outcome);
        assertThat(code.equals("LOCK") ? clientId() : 0L).isEqualTo(cluster.owner("a"));
        assertThat(cluster.waiting("a")).isZero();
    }

    @Test
    void aCancelWithoutAnAnswerIsResent() throws Exception {
        PendingCall request = session.begin(LOCK_A);
        Future<CallOutcome> outcome = queued(request);
        cluster.next(Verb.CANCEL, Fault.NO_LEADER);
        cluster.next(Verb.CANCEL, Fault.CLOSE_BEFORE);
        request.cancel();
        assertThat(code(outcome)).isEqualTo(ErrorCode.CANCELLED.name());
        assertThat(cluster.waiting("a")).isZero();
    }

    @Test
    void aRequestCancelledBeforeItsSendingIsNotSent() throws Exception {
        PendingCall request = session.begin(LOCK_A);
        request.cancel();
        assertThat(session.settle(request, TIMEOUT)).isInstanceOf(CallOutcome.NotDone.class);
        assertThat(cluster.linesSoFar("LOCK")).isEmpty();
    }

    @Test
    void aWaitContinuesInTheNextSessionWithTheTimeLeft() throws Exception {
        Future<CallOutcome> outcome = queued(session.begin(LOCK_A));
        cluster.expireSessions();
        cluster.awaitLine("HELLO");
        cluster.free("a");
        assertThat(code(outcome)).isEqualTo("LOCK");
        assertThat(cluster.owner("a")).isEqualTo(clientId());
        assertThat(cluster.linesSoFar("LOCK").get(0)).startsWith("LOCK a wait=").endsWith(" req=1");
    }

    @Test
    void aWaitOutlastsACallThatTriesToConnectMeanwhile() throws Exception {
        PendingCall request = session.begin(LOCK_A);
        Future<CallOutcome> outcome = queued(request);
        for (int number = 1; number <= 3; number++) {
            cluster.server(number).close();
        }
        // These hold the one turn to connect for longer than the wait may want to wait for it.
        for (int i = 0; i < 2; i++) {
            assertThat(session.call(Call.of(Verb.STATUS, "a"), TIMEOUT.plusMillis(500)))
                    .isInstanceOf(CallOutcome.NotDone.class);
        }
        assertThat(outcome).isNotDone();
        request.cancel();
        assertThat(outcome.get()).isInstanceOf(CallOutcome.Unknown.class);
    }

    private Future<CallOutcome> queued(PendingCall request) throws InterruptedException {
        Future<CallOutcome> outcome = callers.submit((Callable<CallOutcome>) () -> session.settle(request, TIMEOUT));
        while (request.position() == 0) {
            Thread.sleep(5);
        }
        cluster.awaitLine("LOCK a");
        return outcome;
    }

    private long clientId() {
        return Objects.requireNonNull(session.identity()).clientId();
    }

    private static String code(Future<CallOutcome> outcome) throws InterruptedException, ExecutionException {
        return code(outcome.get());
    }

    private static String code(CallOutcome outcome) {
        assertThat(outcome).isInstanceOf(CallOutcome.Answered.class);
        return ((CallOutcome.Answered) outcome).reply().line().word();
    }
}
