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
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientSessionTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final LiveCluster cluster = new LiveCluster("one", 3);
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final SessionListener listener = new SessionListener() {
        @Override
        public void connected(HostPort address, SessionIdentity identity, boolean resumed) {
            events.add((resumed ? "resumed " : "opened ") + identity.clientId());
        }

        @Override
        public void disconnected(HostPort address, String why) {
            events.add("disconnected");
        }

        @Override
        public void lost(String why, Set<String> locks) {
            events.add("lost " + locks);
        }
    };

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aReadOpensNoSession() throws InterruptedException {
        try (ClientSession session = session(cluster.addresses())) {
            assertThat(ok(session.call(Call.of(Verb.STATUS, "a")))).isTrue();
            assertThat(cluster.linesSoFar("")).containsExactly("STATUS a");
        }
    }

    @Test
    void aSessionKeepsItsIdAndLocksWhenItsServerDies() throws InterruptedException {
        try (ClientSession session = session(cluster.addresses())) {
            assertThat(ok(session.call(Call.of(Verb.LOCK, "Lock 1")))).isTrue();
            awaitEvent("opened 50000");

            cluster.server(1).close();

            awaitEvent("resumed 50000");
            assertThat(cluster.awaitLine("HELLO 1 session=1")).contains("key=", "index=");
            assertThat(session.heldLocks()).containsExactly("Lock 1");
            assertThat(ok(session.call(Call.of(Verb.RELEASE, "Lock 1")))).isTrue();
            assertThat(cluster.owner("Lock 1")).isZero();
        }
    }

    @Test
    void oneServerNamesTheOthersOfTheCluster() throws InterruptedException {
        try (ClientSession session = session(cluster.server(1).address())) {
            session.open();
            cluster.awaitLine("NODES");
            cluster.awaitLine("PING");
            cluster.server(1).close();
            awaitEvent("resumed 50000");
        }
    }

    @Test
    void aLockWithoutAnAnswerIsResentUnderTheSameNumber() throws InterruptedException {
        cluster.next(Verb.LOCK, Fault.CLOSE_AFTER);
        try (ClientSession session = session(cluster.addresses())) {
            CallOutcome outcome = session.call(Call.of(Verb.LOCK, "a"));

            assertThat(ok(outcome)).isTrue();
            assertThat(cluster.linesSoFar("LOCK")).containsExactly("LOCK a req=1", "LOCK a req=1");
            assertThat(((CallOutcome.Answered) outcome).reply().line().number("token", 0))
                    .isEqualTo(cluster.token("a"));
        }
    }

    @Test
    void aLockThatNeverReachedTheServerIsResentToo() throws InterruptedException {
        cluster.next(Verb.LOCK, Fault.CLOSE_BEFORE);
        try (ClientSession session = session(cluster.addresses())) {
            assertThat(ok(session.call(Call.of(Verb.LOCK, "a")))).isTrue();
            assertThat(cluster.linesSoFar("LOCK")).containsExactly("LOCK a req=1", "LOCK a req=1");
        }
    }

    @Test
    void anUnknownOutcomeIsSettledByAResend() throws InterruptedException {
        cluster.next(Verb.RELEASE, Fault.UNKNOWN_AFTER);
        try (ClientSession session = session(cluster.addresses())) {
            session.call(Call.of(Verb.LOCK, "a"));
            assertThat(ok(session.call(Call.of(Verb.RELEASE, "a")))).isTrue();
            assertThat(cluster.linesSoFar("RELEASE")).containsExactly("RELEASE a req=2", "RELEASE a req=2");
        }
    }

    @Test
    void anOutcomeThatCannotBeSettledIsReportedUnknown() throws InterruptedException {
        LiveCluster alone = new LiveCluster("alone", 1);
        alone.next(Verb.LOCK, Fault.UNKNOWN_AFTER);
        alone.next(Verb.LOCK, Fault.CLOSE_AFTER);
        alone.next(Verb.HELLO, Fault.NONE);
        alone.always(Verb.HELLO, Fault.CLOSE_BEFORE);
        try (alone;
                ClientSession session = session(alone.addresses(), Duration.ofMillis(600))) {
            assertThat(session.call(Call.of(Verb.LOCK, "a"))).isInstanceOf(CallOutcome.Unknown.class);
        }
    }

    @Test
    void aRequestThatWasNotDoneIsNotReportedUnknown() throws InterruptedException {
        cluster.always(Verb.LOCK, Fault.NO_LEADER);
        try (ClientSession session = session(cluster.addresses(), Duration.ofMillis(300))) {
            CallOutcome outcome = session.call(Call.of(Verb.LOCK, "a"));
            assertThat(((CallOutcome.Answered) outcome).reply().is(ErrorCode.NO_LEADER))
                    .isTrue();
        }
        cluster.close();
        try (ClientSession session = session(cluster.addresses(), Duration.ofMillis(300))) {
            assertThat(session.call(Call.of(Verb.LOCK, "a"))).isInstanceOf(CallOutcome.NotDone.class);
        }
    }

    @Test
    void aServerOfAnotherClusterIsSkipped() throws InterruptedException {
        LiveCluster other = new LiveCluster("two", 1);
        try (other;
                ClientSession session = session(cluster.server(1).address() + "," + other.addresses())) {
            session.open();
            cluster.server(1).close();
            cluster.server(2).close();
            cluster.server(3).close();
            awaitEvent("disconnected");

            assertThat(session.call(Call.of(Verb.LOCK, "a"), Duration.ofMillis(500)))
                    .isInstanceOfSatisfying(
                            CallOutcome.NotDone.class,
                            notDone -> assertThat(notDone.why()).contains("belongs to another cluster"));
            assertThat(other.linesSoFar("")).isEmpty();
        }
    }

    @Test
    void anExpiredSessionIsReportedLostAndTheNextOpens() throws InterruptedException {
        try (ClientSession session = session(cluster.addresses())) {
            session.call(Call.of(Verb.LOCK, "a"));
            awaitEvent("opened 50000");
            cluster.always(Verb.HELLO, Fault.CLOSE_BEFORE);
            cluster.server(1).cut();
            awaitEvent("disconnected");
            cluster.expireSessions();
            cluster.clearFaults();
            awaitEvent("lost [a]");
            awaitEvent(event -> event.startsWith("opened "));
            assertThat(session.heldLocks()).isEmpty();
            assertThat(ok(session.call(Call.of(Verb.LOCK, "a")))).isTrue();
        }
    }

    /** The dead server's address may take connections all the same, and cost a time-out each. */
    @Test
    void theServerAfterTheDeadOneIsTriedFirst() throws InterruptedException {
        try (ClientSession session = session(cluster.addresses())) {
            session.open();
            cluster.server(1).cut();
            awaitEvent("resumed 50000");
            HostPort now = session.address();
            assertThat(now).isNotNull();
            assertThat(now.toString()).isEqualTo(cluster.server(2).address());
        }
    }

    @Test
    void aServerThatStopsAnsweringIsLeft() throws InterruptedException {
        try (ClientSession session = session(cluster.addresses(), TIMEOUT, Duration.ofSeconds(6))) {
            session.open();
            awaitEvent("opened 50000");
            cluster.awaitLine("NODES");
            // The renewal, and the PING that asks whether the server is alive.
            cluster.next(Verb.PING, Fault.SILENT);
            cluster.next(Verb.PING, Fault.SILENT);
            awaitEvent("resumed 50000");
        }
    }

    @Test
    void closingEndsTheSessionAndDetachingDoesNot() throws InterruptedException {
        ClientSession closed = session(cluster.addresses());
        closed.call(Call.of(Verb.LOCK, "a"));
        closed.close();
        assertThat(cluster.owner("a")).isZero();

        ClientSession detached = session(cluster.addresses());
        detached.call(Call.of(Verb.LOCK, "b"));
        detached.detach();
        assertThat(cluster.owner("b")).isEqualTo(50_001);
    }

    @Test
    void aCallAfterClosingDoesNothing() throws InterruptedException {
        ClientSession session = session(cluster.addresses());
        session.close();
        assertThat(session.call(Call.of(Verb.LOCK, "a"))).isInstanceOf(CallOutcome.NotDone.class);
    }

    private ClientSession session(String servers) {
        return session(servers, TIMEOUT);
    }

    private ClientSession session(String servers, Duration timeout) {
        return session(servers, timeout, Duration.ofSeconds(2));
    }

    private ClientSession session(String servers, Duration timeout, Duration ttl) {
        List<HostPort> addresses = HostPort.parseServers(servers);
        return new ClientSession(SessionSettings.fresh(addresses, ttl, timeout), listener);
    }

    private void awaitEvent(String wanted) throws InterruptedException {
        awaitEvent(wanted::equals);
    }

    private void awaitEvent(Predicate<String> wanted) throws InterruptedException {
        for (String event = ""; !wanted.test(event); ) {
            event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("the event that was awaited").isNotNull();
        }
    }

    private static boolean ok(CallOutcome outcome) {
        return outcome.success().isPresent();
    }
}
