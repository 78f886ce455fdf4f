package io.lockstep.client.session;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.DaemonThreads;
import io.lockstep.client.connection.Deadline;
import io.lockstep.client.connection.ServerConnection;
import io.lockstep.common.net.HostPort;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
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

    private final SessionSettings settings;
    private final SessionListener listener;
    private final SessionState state;
    private final RequestOrder order = new RequestOrder();
    private final KeepAlive keepAlive;
    private final LeaseTimer timer;
    private final Link link;
    private final LeaseRenewal renewal;

    /** A session that is not connected yet: the first call connects. */
    public ClientSession(SessionSettings settings, SessionListener listener) {
        this(settings, listener, new DaemonThreads());
    }

    /** The same with threads from there. They are named when they start. */
    public ClientSession(SessionSettings settings, SessionListener listener, ThreadFactory threads) {
        this.settings = settings;
        this.listener = listener;
        this.state = new SessionState(settings, listener);
        this.timer = new LeaseTimer(state::checkLease, threads, this::failed);
        this.keepAlive = new KeepAlive(this::keepAlive, threads, this::failed);
        this.link = new Link(settings, listener, state, keepAlive, timer, order, threads);
        this.renewal = new LeaseRenewal(settings, state, link, timer);
    }

    /** Connects, and opens or resumes the session. Blocks for the timeout. Returns an answer if that succeeded. */
    public CallOutcome open() throws InterruptedException {
        ServerConnection at = link.establish(true, Deadline.in(settings.timeout()));
        return at != null ? renewal.ping(at, settings.timeout()) : link.outcomeOr(CallOutcome.NotDone::new);
    }

    /** {@link #call(Call, Duration)} within the timeout of the settings. */
    public CallOutcome call(Call call) throws InterruptedException {
        return call(call, settings.timeout());
    }

    /**
     * Sends a request to a server that answers, and settles it within the timeout, or half a second more. A LOCK with
     * {@code wait=} has its wait before that; if no answer comes by then, the client cancels it.
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
     * interrupted, this may be called again, and continues with the same request. Until it is settled or abandoned, no
     * other LOCK or RELEASE of the session is sent, unless this one is queued.
     */
    public CallOutcome settle(PendingCall request, Duration timeout) throws InterruptedException {
        CallOutcome outcome = settlement(request, timeout).run();
        if (!(outcome instanceof CallOutcome.Unknown)) {
            abandon(request);
        }
        return outcome;
    }

    /** To settle a request without a thread while it is queued. The caller must settle or abandon the request. */
    public Settlement settlement(PendingCall request, Duration timeout) {
        return new Settlement(request, timeout, state, link, order, keepAlive);
    }

    /** Gives up a request whose outcome is no longer needed. */
    public void abandon(PendingCall request) {
        order.end(request);
        request.ended();
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
            if (renewal.renew(at) && isOverdue()) {
                keepAlive.pause(backoff.next());
            }
        }
        return true;
    }

    private Duration keepAlive(Duration interval) throws InterruptedException {
        return renewal.round(interval);
    }

    private boolean isOverdue() {
        SessionIdentity present = state.identity();
        return present != null && leaseLeft(present.session()).isZero();
    }

    /** Whether most of the lease is over without a confirmed renewal, or there is no session. */
    public boolean isDoubtful() {
        return state.isDoubtful();
    }

    /** The server that the session is connected to; null if there is none. */
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

    /** The locks that the session holds according to the answers so far, in the order of their grants. */
    public Set<String> heldLocks() {
        return state.held().names();
    }

    /** Whether the session was closed here, so that nothing can be done in it any longer. */
    public boolean isClosed() {
        return state.isClosed();
    }

    /** Disconnects without QUIT: the session and its locks stay until the lease expires, or until it is resumed. */
    public void detach() {
        link.part();
        end();
    }

    private void end() {
        state.close();
        keepAlive.stop();
        timer.stop();
        link.close();
        order.wake();
    }

    /**
     * Ends the session with QUIT, so that its locks are released at once; resumes it for that if it has no connection.
     * Blocks for a second at most.
     */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            if (state.close()) {
                keepAlive.stop();
                order.wake();
                link.quit(Deadline.in(Link.QUIT_TIMEOUT));
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            end();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A thread without which the session cannot be relied on has ended, and none can take its place. */
    private void failed() {
        detach();
        listener.ended();
    }
}
