package io.lockstep.client.session;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Deadline;
import io.lockstep.client.connection.PendingReply;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.connection.ServerConnection;
import io.lockstep.client.connection.ServerPicker;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a session. When it breaks, connects to the next server and resumes the session there with HELLO.
 * Safe for any thread; one thread connects, the others wait for it.
 */
final class Link {

    /** Added to the 5 s within which a server answers, so that an answer at the last moment is not missed. */
    private static final Duration GRACE = Duration.ofMillis(500);

    /** How long closing may take. */
    static final Duration QUIT_TIMEOUT = Duration.ofSeconds(1);

    private final SessionSettings settings;
    private final SessionListener listener;
    private final SessionState state;
    private final KeepAlive keepAlive;
    private final LeaseTimer timer;
    private final ServerPicker dialer;
    private final SilenceWatch silence = new SilenceWatch(this::leaveIfAnotherAnswers);
    private final ReentrantLock establishing = new ReentrantLock();

    /** The current connection, which may be broken. Set under {@code establishing}. */
    private volatile @Nullable ServerConnection connection;

    /** The connection on which the session was last opened or resumed. Set under {@code establishing}. */
    private volatile @Nullable ServerConnection home;

    private final HomeSignal homes = new HomeSignal();

    /** Whether the session is ended at the cluster, or left to its lease, so that nobody else has to do it. */
    private volatile boolean parted;

    Link(
            SessionSettings settings,
            SessionListener listener,
            SessionState state,
            KeepAlive keepAlive,
            LeaseTimer timer,
            RequestOrder order,
            ThreadFactory threads) {
        this.settings = settings;
        this.listener = listener;
        this.state = state;
        this.keepAlive = keepAlive;
        this.timer = timer;
        this.dialer = new ServerPicker(
                settings.servers(),
                settings.sockets(),
                settings.tokens(),
                new LinkEvents(listener, state, keepAlive, order, asked -> asked == home),
                threads);
    }

    /** The current connection if it is open, else null. */
    @Nullable
    ServerConnection current() {
        ServerConnection present = connection;
        return present != null && present.isOpen() ? present : null;
    }

    /** The current connection if it is open and carries the session, else null. */
    @Nullable
    ServerConnection currentHome() {
        ServerConnection present = current();
        return present == home && state.identity() != null ? present : null;
    }

    /** Whether the session has no connection now, and is about to get one. */
    boolean awaitsHome() {
        return currentHome() == null && !state.isClosed();
    }

    /** Completes when the session has a connection, or the client is closed. */
    CompletableFuture<Void> nextHome() {
        return homes.next(this::awaitsHome);
    }

    /** Sends a request and waits for the answer; leaves a server that answers nothing if another one does. */
    CallOutcome call(ServerConnection at, Call call, Duration timeout) throws InterruptedException {
        return silence.call(at, call, timeout);
    }

    /** The same for a request that was sent; returns null if no answer comes in time, or when it is enough. */
    @Nullable
    CallOutcome await(ServerConnection at, PendingReply reply, Duration timeout, BooleanSupplier enough)
            throws InterruptedException {
        return silence.await(at, reply, timeout, enough);
    }

    /** Where all are silent, the network or this machine is slow, and another server would be no better. */
    private void leaveIfAnotherAnswers(ServerConnection silent) {
        if (!establishing.tryLock()) {
            return;
        }
        try {
            long sinceNanos = System.nanoTime();
            if (silent != connection || !silent.isOpen()) {
                return;
            }
            ServerConnection other = dialer.dialAnother(silent.address(), Deadline.in(settings.timeout()));
            if (other != null && silent.heardNanos() - sinceNanos >= 0) {
                other.close();
            } else if (other != null) {
                connection = other;
                silence.moved();
                silent.fail("it answers nothing, and " + other.address() + " does");
            }
            if (other != null && state.isClosed()) {
                other.close();
            }
        } finally {
            establishing.unlock();
        }
    }

    /** An open connection, carrying the session if asked for; null if there is none in time. Blocks. */
    @Nullable
    ServerConnection establish(boolean withSession, Deadline deadline) throws InterruptedException {
        ServerConnection present = withSession ? currentHome() : current();
        if (present != null) {
            return present;
        }
        if (!establishing.tryLock(deadline.left(settings.timeout()).toNanos(), TimeUnit.NANOSECONDS)) {
            return null;
        }
        Backoff backoff = new Backoff();
        try {
            while (!state.isClosed()) {
                ServerConnection at = dialled(deadline);
                if (at != null && !state.isClosed() && (!withSession || at == home || greeted(at, deadline))) {
                    return at;
                }
                if (deadline.passed() || state.isClosed()) {
                    return null;
                }
                keepAlive.pause(deadline.left(backoff.next()));
                if (dialer.refusedLogin() != null) {
                    return null;
                }
            }
            return null;
        } finally {
            leaveIfClosed();
            establishing.unlock();
        }
    }

    private @Nullable ServerConnection dialled(Deadline deadline) {
        ServerConnection at = current();
        if (at != null && at == home && state.identity() == null) {
            // A connection serves one session only, and that one has ended.
            at.fail("its session has ended");
            connection = null;
            at = null;
        }
        if (at == null) {
            // A server whose connection broke may be dead, or take connections and never answer.
            ServerConnection broken = connection;
            if (broken != null) {
                dialer.turnFrom(broken.address());
            }
            at = dialer.dial(deadline);
            connection = at;
        }
        return at;
    }

    /** Sends HELLO; false if this server did not open or resume the session. */
    private boolean greeted(ServerConnection at, Deadline deadline) throws InterruptedException {
        SessionIdentity before = state.identity();
        long sentNanos = state.nanoTime();
        Duration patience = deadline.left(settings.timeout().dividedBy(2)).plus(GRACE);
        if (!(call(at, SessionHello.call(settings, before, state.held().index()), patience)
                instanceof CallOutcome.Answered answered)) {
            giveUp(at, "opens no session now: perhaps there is no leader, or no quorum");
            return false;
        }
        Reply reply = answered.reply();
        if (reply.is(ErrorCode.SESSION_EXPIRED)) {
            state.lost(reply.line().message());
            return false;
        }
        if (!reply.ok() || !dialer.accepts(reply.line())) {
            giveUp(at, reply.ok() ? "belongs to another cluster" : reply.line().message());
            return false;
        }
        home = at;
        SessionIdentity now = state.opened(reply, sentNanos);
        if (state.isClosed()) {
            return false;
        }
        homes.tell();
        listener.connected(at.address(), now, before != null);
        timer.wake();
        keepAlive.start(now.ttl());
        keepAlive.wake();
        return true;
    }

    private void giveUp(ServerConnection at, String why) {
        dialer.turnFrom(at.address(), at.address() + ": " + why);
        at.fail(why);
    }

    /** Whether no further attempt can connect: the session is closed, or the login was refused. */
    boolean isEnded() {
        return state.isClosed() || dialer.refusedLogin() != null;
    }

    /**
     * Ends the session, after its state is closed, so that the cluster releases its locks at once. Resumes it for that
     * if need be. Blocks until the deadline at most.
     */
    void quit(Deadline deadline) throws InterruptedException {
        if (!establishing.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            // The thread that dials notices that the client is closed.
            return;
        }
        try {
            SessionIdentity session = parted ? null : state.identity();
            parted = true;
            ServerConnection at = current();
            boolean away = at == null || at != home;
            if (session != null && (!away || !state.leaseLeft(session.session()).isZero())) {
                at = at != null ? at : dialled(deadline);
                if (at != null) {
                    SessionHello.quit(at, settings, away ? session : null, deadline);
                }
            }
        } finally {
            establishing.unlock();
        }
    }

    /** A client that was closed while it dialled leaves no connection behind, and no session. */
    private void leaveIfClosed() throws InterruptedException {
        if (!state.isClosed()) {
            return;
        }
        try {
            quit(Deadline.in(QUIT_TIMEOUT));
        } finally {
            close();
        }
    }

    /** What to answer while there is no connection: that the login was refused, or what {@code otherwise} says. */
    CallOutcome outcomeOr(Function<String, CallOutcome> otherwise) {
        Reply refused = dialer.refusedLogin();
        return refused != null && !state.isClosed()
                ? new CallOutcome.Answered(refused)
                : otherwise.apply(state.isClosed() ? "this client is closed" : dialer.whyNot());
    }

    /** Adds servers of the cluster to those that fail-over tries. */
    void learn(List<HostPort> addresses) {
        establishing.lock();
        try {
            dialer.learn(addresses);
        } finally {
            establishing.unlock();
        }
    }

    /** Leaves the session to its lease. */
    void part() {
        parted = true;
    }

    /** Closes the connection, after the state is closed. */
    void close() {
        ServerConnection at = connection;
        if (at != null) {
            at.close();
        }
        homes.tell();
    }
}
