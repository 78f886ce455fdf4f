package io.lockstep.client.session;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Deadline;
import io.lockstep.client.connection.ServerConnection;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's session with the cluster. It survives the failure of a server: it resumes at another one with the same
 * client id and locks, and a LOCK or RELEASE whose answer was lost is sent again under the same number.
 *
 * <p>Any number of threads may call; all methods but the getters block. Requests that need no session (STATUS, LIST)
 * open none. Once there is one, a thread of its own renews the lease and moves to another server as soon as a
 * connection ends.
 */
public final class ClientSession implements AutoCloseable {

    /** A server that answers no PING for this long hangs. */
    private static final Duration PING_TIMEOUT = Duration.ofMillis(1_500);

    /** A leader confirms a renewal in a fraction of this. */
    private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration QUIT_TIMEOUT = Duration.ofSeconds(1);

    private static final Call PLAIN_PING = Call.of(Verb.PING);
    private static final Call CONFIRMED_PING = PLAIN_PING.with("confirm", "yes");

    private static final Duration NODES_INTERVAL = Duration.ofSeconds(30);

    private final SessionSettings settings;
    private final SessionState state;
    private final RequestOrder order = new RequestOrder();
    private final KeepAlive keepAlive = new KeepAlive(this::keepAlive);
    private final LeaseTimer timer;
    private final Link link;

    /** Where and when NODES was answered last. KeepAlive's thread only. */
    private @Nullable ServerConnection nodesFrom;

    private long nodesNanos;

    /** A session that is not connected yet: the first call connects. */
    public ClientSession(SessionSettings settings, SessionListener listener) {
        this.settings = settings;
        this.state = new SessionState(settings, listener);
        this.timer = new LeaseTimer(state::checkLease);
        this.link = new Link(settings, listener, state, keepAlive, timer, order);
    }

    /** Connects and opens or resumes the session. Returns an answer if that succeeded. */
    public CallOutcome open() throws InterruptedException {
        ServerConnection at = link.establish(true, Deadline.in(settings.timeout()));
        return at != null ? ping(at, PLAIN_PING, settings.timeout()) : new CallOutcome.NotDone(link.whyNot());
    }

    /** {@link #call(Call, Duration)} within the timeout of the settings. */
    public CallOutcome call(Call call) throws InterruptedException {
        return call(call, settings.timeout());
    }

    /**
     * Sends a request to whichever server answers, and settles it within the timeout, or half a second more. A LOCK
     * with {@code wait=} has its wait before that; when that is over without an answer, it is cancelled.
     *
     * <p>A LOCK or RELEASE gets its number here and must not carry one. They are sent one at a time, since request
     * numbers must rise; a queued one does not delay others. If the calling thread is interrupted, the outcome stays
     * unknown; use {@link #begin} to settle the request later.
     */
    public CallOutcome call(Call call, Duration timeout) throws InterruptedException {
        return call(begin(call), timeout);
    }

    /** The same for a request that was begun, so that another thread can cancel its wait. */
    public CallOutcome call(PendingCall request, Duration timeout) throws InterruptedException {
        try {
            CallOutcome outcome = settle(request, timeout);
            if (outcome instanceof CallOutcome.Unknown && request.call().waitMillis() > 0) {
                request.cancel();
                return settle(request, timeout);
            }
            return outcome;
        } finally {
            abandon(request);
        }
    }

    /** A request to {@link #settle}. Sends nothing yet. The caller must settle or abandon a LOCK or RELEASE. */
    public PendingCall begin(Call call) {
        return new PendingCall(call, state);
    }

    /**
     * Settles a request within its wait, if it has one, and the timeout. If the outcome is unknown, or the thread was
     * interrupted, this may be called again, and goes on with the same request. Until it is settled or abandoned, no
     * other LOCK or RELEASE of the session is sent, unless this one is queued.
     */
    public CallOutcome settle(PendingCall request, Duration timeout) throws InterruptedException {
        CallOutcome outcome = new Settlement(request, timeout, state, link, order, keepAlive).run();
        if (!(outcome instanceof CallOutcome.Unknown)) {
            abandon(request);
        }
        return outcome;
    }

    /** Gives up a request whose outcome is no longer needed. */
    public void abandon(PendingCall request) {
        order.end(request);
        request.ended();
    }

    /** One round of the keep-alive thread: connects to a server, or renews the lease. Returns when the next is due. */
    private Duration keepAlive(Duration interval) throws InterruptedException {
        long begunNanos = System.nanoTime();
        ServerConnection at = link.currentHome();
        if (state.isClosed()) {
            return interval;
        }
        if (at == null) {
            boolean connected = link.establish(true, Deadline.in(settings.timeout())) != null;
            return connected ? interval : Duration.ZERO;
        }
        if (!renew(at)) {
            return Duration.ZERO;
        }
        learnNodes(at);
        Duration left = interval.minusNanos(System.nanoTime() - begunNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Renews the lease; false if the renewal was not confirmed in time. Disconnects from a server that answers nothing.
     */
    private boolean renew(ServerConnection at) throws InterruptedException {
        if (ping(at, CONFIRMED_PING, CONFIRM_TIMEOUT) instanceof CallOutcome.Answered) {
            return true;
        }
        // Without a leader there is no confirmation, but this server still answers.
        if (!(ping(at, PLAIN_PING, PING_TIMEOUT) instanceof CallOutcome.Answered)) {
            at.fail("the server did not answer a ping");
        }
        return false;
    }

    /** Asks for the servers of the cluster and their roles: on each new connection, and now and then. */
    private void learnNodes(ServerConnection at) throws InterruptedException {
        long nowNanos = System.nanoTime();
        if (at == nodesFrom && nowNanos - nodesNanos < NODES_INTERVAL.toNanos()) {
            return;
        }
        if (at.call(Call.of(Verb.NODES), PING_TIMEOUT) instanceof CallOutcome.Answered nodes) {
            link.learn(nodes.reply().rows());
            state.learnRole(nodes.reply().rows());
            nodesFrom = at;
            nodesNanos = nowNanos;
        }
    }

    private CallOutcome ping(ServerConnection at, Call ping, Duration timeout) throws InterruptedException {
        SessionIdentity session = state.identity();
        long sentNanos = System.nanoTime();
        CallOutcome outcome = at.call(ping, timeout);
        if (outcome instanceof CallOutcome.Answered answered && session != null) {
            state.ponged(session, ping, answered.reply(), sentNanos);
            timer.wake();
        }
        return outcome;
    }

    /**
     * How long that session may still be relied on, by this process's monotonic clock. Zero if it is no longer this
     * session, or if no renewal was confirmed for so long that the cluster may grant its locks to others.
     */
    public Duration leaseLeft(long session) {
        return state.leaseLeft(session);
    }

    /**
     * If there is a session whose lease must not be relied on, waits until a renewal is confirmed, or the session is
     * found to have ended; false if neither came in time. A lock granted meanwhile might be lost at once.
     */
    public boolean awaitLease(Duration timeout) throws InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        Backoff backoff = new Backoff();
        while (isOverdue()) {
            ServerConnection at = link.establish(true, deadline);
            if (at == null || deadline.passed()) {
                return false;
            }
            if (ping(at, CONFIRMED_PING, PING_TIMEOUT) instanceof CallOutcome.Answered && isOverdue()) {
                keepAlive.pause(backoff.next());
            }
        }
        return true;
    }

    private boolean isOverdue() {
        SessionIdentity present = state.identity();
        return present != null && leaseLeft(present.session()).isZero();
    }

    /** Whether most of the lease is over without a confirmed renewal, or there is no session. */
    public boolean isDoubtful() {
        return state.isDoubtful();
    }

    /** The server that it is connected to; null for none. */
    public @Nullable HostPort address() {
        ServerConnection at = link.current();
        return at != null ? at.address() : null;
    }

    /** The identity of the session; null while there is none. */
    public @Nullable SessionIdentity identity() {
        return state.identity();
    }

    /** The role of the server, {@code leader} or {@code follower}; empty if unknown. */
    public String role() {
        return state.role();
    }

    /** The locks that it holds according to the answers so far, in the order of their grants. */
    public Set<String> heldLocks() {
        return state.held().names();
    }

    /** Disconnects without QUIT: the session and its locks stay until the lease expires, or until it is resumed. */
    public void detach() {
        state.close();
        keepAlive.stop();
        timer.stop();
        link.close();
    }

    /** Ends the session with QUIT, so that its locks are released at once. Blocks briefly. */
    @Override
    public void close() {
        ServerConnection at = link.currentHome();
        if (state.close() && at != null) {
            try {
                at.call(Call.of(Verb.QUIT), QUIT_TIMEOUT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        detach();
    }
}
