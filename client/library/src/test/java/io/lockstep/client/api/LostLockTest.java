package io.lockstep.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.client.session.SessionListener;
import io.lockstep.client.session.SessionSettings;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.live.Fault;
import io.lockstep.simulation.live.LiveCluster;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every way in which a lock is lost, and how its holder learns of it. */
@Timeout(60)
class LostLockTest {

    /** Long enough that a pause of this process on a busy machine does not cost it its locks. */
    private static final Duration TTL = Duration.ofSeconds(3);

    private final LiveCluster cluster = new LiveCluster("one", 3);
    private final BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
    private final BlockingQueue<LostReason> losses = new LinkedBlockingQueue<>();
    private LockClient client;
    private HeldLock lock;

    @BeforeEach
    void hold() throws InterruptedException {
        client = LockClient.connect(
                LockClientSettings.of(cluster.addresses()).withTtl(TTL).withTimeout(Duration.ofSeconds(3)));
        client.onStateChange(states::add);
        lock = client.acquire("a");
        lock.onLost(losses::add);
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void lesson12AHolderThatLivesKeepsItsLock() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(2 * TTL.toMillis());
        assertThat(lock.isValid()).isTrue();
        assertThat(losses).isEmpty();
        lock.release();
    }

    @Test
    void lesson5AHolderLearnsOfItsLossBeforeTheLeaseExpires() throws InterruptedException {
        // Assertions come afterwards, because the first one of a process may take a second by itself.
        long beganNanos = System.nanoTime();
        cluster.close();
        ConnectionState first = states.take();
        boolean validThen = lock.isValid();
        LostReason reason = losses.take();
        Duration took = Duration.ofNanos(System.nanoTime() - beganNanos);
        boolean validAfterwards = lock.isValid();

        assertThat(first).isEqualTo(ConnectionState.SUSPENDED);
        assertThat(validThen).isTrue();
        assertThat(reason).isEqualTo(LostReason.UNCONFIRMED);
        // The newest renewal was before the servers closed, and the lease counts from there.
        assertThat(took).isLessThan(TTL);
        assertThat(validAfterwards).isFalse();
        assertThat(lock.remaining()).isZero();
        assertThat(lock.lostReason()).contains(LostReason.UNCONFIRMED);
        while (awaitState() != ConnectionState.LOST) {
            // It may connect to another server in between.
        }
    }

    @Test
    void anAnswerThatConfirmsNothingRenewsNothing() throws InterruptedException {
        cluster.confirm(false);
        assertThat(awaitState()).isEqualTo(ConnectionState.SUSPENDED);
        assertThat(losses.take()).isEqualTo(LostReason.UNCONFIRMED);
        assertThat(awaitState()).isEqualTo(ConnectionState.LOST);
        cluster.confirm(true);
        while (awaitState() != ConnectionState.CONNECTED) {
            // It may be suspended first.
        }
        assertThat(lock.isValid()).isFalse();
    }

    @Test
    void aLockLostHereIsReleasedAtTheCluster() throws InterruptedException {
        cluster.confirm(false);
        losses.take();
        cluster.awaitLine("RELEASE a token=" + lock.token());
        cluster.confirm(true);
        assertThat(client.acquire("a").isValid()).isTrue();
    }

    @Test
    void aHangingServerDoesNotDelayTheDeadline() throws InterruptedException {
        cluster.always(Verb.PING, Fault.SILENT);
        cluster.always(Verb.HELLO, Fault.SILENT);
        long beganNanos = System.nanoTime();
        losses.take();
        assertThat(Duration.ofNanos(System.nanoTime() - beganNanos)).isLessThan(TTL);
    }

    @Test
    void anExpiredSessionLosesItsLocksAndTheNextOpens() throws InterruptedException {
        cluster.expireSessions();
        assertThat(losses.take()).isEqualTo(LostReason.SESSION_ENDED);
        assertThat(lock.isValid()).isFalse();
        assertThat(client.acquire("b").isValid()).isTrue();
        assertThat(cluster.owner("b")).isEqualTo(client.clientId());
        assertThat(cluster.linesSoFar("RELEASE")).isEmpty();
        while (awaitState() != ConnectionState.LOST) {
            // It may be suspended first.
        }
        assertThat(awaitState()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void anExpiryDuringADisconnectionIsNoticed() throws InterruptedException {
        cutUntilSuspended();
        cluster.expireSessions();
        cluster.clearFaults();
        HeldLock next = client.acquire("b");
        assertThat(cluster.owner("b")).isEqualTo(client.clientId());
        assertThat(losses.take()).isEqualTo(LostReason.SESSION_ENDED);
        assertThat(next.isValid()).isTrue();
    }

    @Test
    void lesson8ALockOfAnOldSessionIsNotOneOfTheNew() throws InterruptedException {
        cluster.expireSessions();
        HeldLock next = client.acquire("a");
        losses.take();
        lock.close();
        assertThatThrownBy(lock::release).isInstanceOf(LockLostException.class);
        assertThat(next.isValid()).isTrue();
        assertThat(cluster.owner("a")).isEqualTo(client.clientId());
    }

    @Test
    void aSessionResumedElsewhereIsLost() throws InterruptedException {
        cluster.server(1).cut();
        String hello = cluster.awaitLine("HELLO 1 session=");
        ServerLine resume = ReplyParser.parse("* " + hello).orElseThrow();
        SessionIdentity stolen =
                new SessionIdentity(resume.number("session", 0), resume.option("key"), client.clientId(), TTL);
        // The client has resumed it: it renews the lease there.
        cluster.awaitLine("PING");
        SessionSettings settings = SessionSettings.fresh(
                        HostPort.parseServers(cluster.server(2).address()), TTL, Duration.ofSeconds(3))
                .resuming(stolen, 100);
        ClientSession thief = new ClientSession(settings, SessionListener.NONE);
        thief.open();
        assertThat(losses.take()).isEqualTo(LostReason.SESSION_ENDED);
        thief.detach();
    }

    @Test
    void aGrantThatAnOperatorBrokeIsLost() throws InterruptedException {
        cluster.force("a");
        assertThat(losses.take()).isEqualTo(LostReason.REVOKED);
        assertThatThrownBy(lock::release)
                .isInstanceOfSatisfying(
                        LockLostException.class, e -> assertThat(e.reason()).isEqualTo(LostReason.REVOKED))
                .isInstanceOf(IllegalMonitorStateException.class);
        assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void aGrantBrokenDuringADisconnectionIsLost() throws InterruptedException {
        cutUntilSuspended();
        cluster.force("a");
        cluster.clearFaults();
        assertThat(losses.take()).isEqualTo(LostReason.REVOKED);
    }

    @Test
    void aGrantBrokenBeforeItsAnswerIsReadIsLost() throws InterruptedException {
        lock.close();
        cluster.next(Verb.LOCK, Fault.HOLD_ANSWER);
        CompletableFuture<HeldLock> late = client.acquireAsync(LockRequest.of("b"));
        while (cluster.owner("b") == 0) {
            Thread.onSpinWait();
        }
        cluster.force("b");
        cluster.sendHeldAnswers();
        assertThat(late.join().isValid()).isFalse();
    }

    @Test
    void aReleasedLockIsNotLost() throws InterruptedException {
        lock.close();
        cluster.expireSessions();
        while (awaitState() != ConnectionState.LOST) {
            // It may be suspended first.
        }
        assertThat(losses).isEmpty();
        assertThat(lock.lostReason()).isEmpty();
    }

    @Test
    void callbacksAreCalledOnceEachAndLateOnesAtOnce() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        BlockingQueue<String> called = new LinkedBlockingQueue<>();
        lock.onLost(reason -> {
            called.add("one that hangs");
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        lock.onLost(reason -> {
            called.add("one that throws");
            // Keeps the exception, which is on purpose, out of the output of the tests.
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {});
            throw new IllegalStateException("on purpose");
        });
        lock.onLost(reason -> called.add("one that returns"));
        cluster.force("a");
        for (int i = 0; i < 3; i++) {
            assertThat(called.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
        lock.onLost(reason -> called.add("late"));
        assertThat(called.poll(20, TimeUnit.SECONDS)).isEqualTo("late");
        lock.close();
        client.close();
        assertThat(losses.take()).isEqualTo(LostReason.REVOKED);
        assertThat(losses).isEmpty();
        assertThat(called).isEmpty();
        never.countDown();
    }

    @Test
    void aCutSuspendsAndALockSurvivesIt() throws InterruptedException {
        cutUntilSuspended();
        cluster.clearFaults();
        ConnectionState next = states.take();
        lock.release();
        assertThat(next).isEqualTo(ConnectionState.CONNECTED);
        assertThat(cluster.owner("a")).isZero();
    }

    /** Lasts until the faults are cleared, because a change that is undone at once may not be reported. */
    private void cutUntilSuspended() throws InterruptedException {
        cluster.always(Verb.HELLO, Fault.CLOSE_BEFORE);
        cluster.server(1).cut();
        if (states.take() != ConnectionState.SUSPENDED) {
            throw new AssertionError("it was not suspended");
        }
    }

    private ConnectionState awaitState() throws InterruptedException {
        ConnectionState state = states.poll(20, TimeUnit.SECONDS);
        assertThat(state).as("a change of state").isNotNull();
        return state;
    }
}
