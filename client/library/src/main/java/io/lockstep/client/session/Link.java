package io.lockstep.client.session;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.ConnectionListener;
import io.lockstep.client.connection.Deadline;
import io.lockstep.client.connection.PendingReply;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.connection.ServerConnection;
import io.lockstep.client.connection.ServerPicker;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    private final SessionSettings settings;
    private final SessionListener listener;
    private final SessionState state;
    private final KeepAlive keepAlive;
    private final LeaseTimer timer;
    private final RequestOrder order;
    private final ServerPicker dialer;
    private final SilenceWatch silence = new SilenceWatch(this::leaveIfAnotherAnswers);
    private final ReentrantLock establishing = new ReentrantLock();

    /** The current connection, which may be broken. Set under {@code establishing}. */
    private volatile @Nullable ServerConnection connection;

    /** The connection on which the session was last opened or resumed. Set under {@code establishing}. */
    private volatile @Nullable ServerConnection home;

    Link(
            SessionSettings settings,
            SessionListener listener,
            SessionState state,
            KeepAlive keepAlive,
            LeaseTimer timer,
            RequestOrder order) {
        this.settings = settings;
        this.listener = listener;
        this.state = state;
        this.keepAlive = keepAlive;
        this.timer = timer;
        this.order = order;
        this.dialer = new ServerPicker(settings.servers(), settings.sockets(), settings.tokens(), new Events());
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
        return present != null && present == home && state.identity() != null ? present : null;
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
                if (at != null && (!withSession || at == home || greeted(at, deadline))) {
                    return at;
                }
                if (deadline.passed()) {
                    return null;
                }
                keepAlive.pause(backoff.next());
                if (dialer.refusedLogin() != null) {
                    return null;
                }
            }
            return null;
        } finally {
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
        long sentNanos = System.nanoTime();
        Duration patience = deadline.left(settings.timeout().dividedBy(2)).plus(GRACE);
        if (!(call(at, hello(before), patience) instanceof CallOutcome.Answered answered)) {
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
        listener.connected(at.address(), now, before != null);
        timer.wake();
        keepAlive.start(now.ttl());
        keepAlive.wake();
        return true;
    }

    private Call hello(@Nullable SessionIdentity identity) {
        Call hello = Call.of(Verb.HELLO, "1");
        hello = identity == null
                ? forWhom(labelled(hello.with("ttl", settings.ttl().toMillis() + "ms")))
                : hello.with("session", identity.session()).with("key", identity.key());
        long index = state.held().index();
        return index > 0 ? hello.with("index", index) : hello;
    }

    private Call forWhom(Call hello) {
        return settings.operator() ? hello.with("operator", "yes") : hello;
    }

    private Call labelled(Call hello) {
        return settings.label().isEmpty() ? hello : hello.with("client", settings.label());
    }

    private void giveUp(ServerConnection at, String why) {
        dialer.turnFrom(at.address(), at.address() + ": " + why);
        at.fail(why);
    }

    /** Whether no further attempt can connect: the session is closed, or the login was refused. */
    boolean isEnded() {
        return state.isClosed() || dialer.refusedLogin() != null;
    }

    /** What to answer while there is no connection: that the login was refused, or what {@code otherwise} says. */
    CallOutcome outcomeOr(Function<String, CallOutcome> otherwise) {
        Reply refused = dialer.refusedLogin();
        return refused != null ? new CallOutcome.Answered(refused) : otherwise.apply(dialer.whyNot());
    }

    /** Why there is no connection, as a clause for the user. */
    String whyNot() {
        return dialer.whyNot();
    }

    /** Adds the other servers of the cluster to those that fail-over tries. */
    void learn(List<ServerLine> nodes) {
        List<HostPort> addresses = new ArrayList<>();
        for (ServerLine node : nodes) {
            String address = node.option("address");
            if (address != null) {
                HostPort.received(address).ifPresent(addresses::add);
            }
        }
        establishing.lock();
        try {
            dialer.learn(addresses);
        } finally {
            establishing.unlock();
        }
    }

    void close() {
        ServerConnection at = connection;
        if (at != null) {
            at.close();
        }
    }

    /** Passes on the events of connections. */
    private final class Events implements ConnectionListener {

        @Override
        public void pushed(ServerConnection from, ServerLine push) {
            if (push.word().equals("QUEUED") && push.option("req") != null) {
                order.queued(push.number("req", 0), push.number("pos", 1));
            } else if (push.word().equals("LOST")) {
                state.held().lost(push.value());
            } else if (push.word().equals("BYE") && from == home && endsSession(push)) {
                state.lost(push.message());
            }
            listener.pushed(push);
        }

        private boolean endsSession(ServerLine bye) {
            String reason = bye.options().getOrDefault("reason", "");
            return reason.equals("expired") || reason.equals("taken-over");
        }

        @Override
        public void broken(ServerConnection broken, String why) {
            if (broken == home && !state.isClosed()) {
                listener.disconnected(broken.address(), why);
            }
            keepAlive.wake();
        }
    }
}
