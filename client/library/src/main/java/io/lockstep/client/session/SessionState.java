package io.lockstep.client.session;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.connection.SuspendClock;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.ServerLine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's knowledge of its session. Safe for any thread. Calls the listener outside the lock. */
final class SessionState {

    private final SessionSettings settings;
    private final SessionListener listener;
    private final SessionLocks held = new SessionLocks();
    private final SessionLease lease = new SessionLease();
    private final SuspendClock clock;
    private @Nullable SessionIdentity identity;

    /** Whether a server has confirmed this session, so that its lease runs. */
    private boolean begun;

    private long requestsUsed;
    private long server;
    private String role = "";
    private boolean closed;

    SessionState(SessionSettings settings, SessionListener listener) {
        this(settings, listener, new SuspendClock());
    }

    SessionState(SessionSettings settings, SessionListener listener, SuspendClock clock) {
        this.settings = settings;
        this.clock = clock;
        this.listener = listener;
        this.identity = settings.resume();
        this.requestsUsed = settings.firstRequest() - 1;
    }

    /** The clock of the lease, on which the times of requests that renew it are. */
    long nanoTime() {
        return clock.nanoTime();
    }

    SessionLocks held() {
        return held;
    }

    synchronized @Nullable SessionIdentity identity() {
        return identity;
    }

    synchronized long nextRequest() {
        return ++requestsUsed;
    }

    /**
     * Takes the OK to a HELLO.
     *
     * @param sentNanos when HELLO was sent, by {@link #nanoTime}
     */
    SessionIdentity opened(Reply hello, long sentNanos) {
        SessionIdentity now;
        boolean recovered;
        synchronized (this) {
            now = identity(hello);
            if (identity == null) {
                requestsUsed = 0;
            }
            boolean another = !begun || identity == null;
            identity = now;
            begun = true;
            server = hello.line().number("server", 0);
            role = hello.line().options().getOrDefault("role", "");
            held.reached(hello.line().number("index", 0));
            if (another) {
                lease.begin(settings.safe(now.ttl()), sentNanos);
            } else {
                lease.confirmed(sentNanos);
            }
            recovered = recovered();
        }
        if (recovered) {
            listener.confirmed();
        }
        return now;
    }

    private SessionIdentity identity(Reply hello) {
        String ttl = hello.line().options().getOrDefault("ttl", "");
        long ttlMillis = Durations.parseMillis(ttl);
        return new SessionIdentity(
                hello.line().number("session", 0),
                hello.line().options().getOrDefault("key", ""),
                hello.line().number("client", 0),
                ttlMillis > 0 ? Duration.ofMillis(ttlMillis) : settings.ttl());
    }

    synchronized String role() {
        return role;
    }

    /** Takes the role of the present server from the rows of NODES. */
    synchronized void learnRole(List<ServerLine> nodes) {
        for (ServerLine node : nodes) {
            if (node.number("server", 0) == server) {
                role = node.options().getOrDefault("role", role);
            }
        }
    }

    /**
     * A server answered a PING of this session.
     *
     * @param sentNanos when it was sent, by {@link #nanoTime}
     */
    void ponged(SessionIdentity of, Call ping, Reply pong, long sentNanos) {
        long agoMillis = Durations.parseMillis(pong.line().options().getOrDefault("renewed", ""));
        if (agoMillis < 0) {
            return;
        }
        boolean recovered;
        synchronized (this) {
            if (!of.equals(identity)) {
                return;
            }
            // The server measured the age after the PING was sent, so the difference is too early rather than too late.
            lease.confirmed(
                    coversItself(ping, agoMillis) ? sentNanos : sentNanos - TimeUnit.MILLISECONDS.toNanos(agoMillis));
            recovered = recovered();
        }
        if (recovered) {
            listener.confirmed();
        }
    }

    /**
     * Whether the PING is itself the renewal that the server reports. A server answers a PING with {@code confirm=yes}
     * when that is so, or when it has waited in vain; the renewal that it reports is then older than the wait.
     */
    private static boolean coversItself(Call ping, long agoMillis) {
        return ping.options().containsKey("confirm") && agoMillis < ProtocolLimits.ANSWER_MILLIS_MAX;
    }

    private boolean recovered() {
        return lease.phase(clock.nanoTime()) == SessionLease.Phase.FRESH
                && lease.tell(SessionLease.Phase.FRESH) != SessionLease.Phase.FRESH;
    }

    /** How long that session may still be relied on; zero if not at all. */
    synchronized Duration leaseLeft(long session) {
        SessionIdentity present = identity;
        if (present == null || !begun || present.session() != session) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(Math.max(0, lease.leftNanos(clock.nanoTime())));
    }

    /** Whether most of the lease is over without a renewal. */
    synchronized boolean isDoubtful() {
        return identity == null || !begun || lease.phase(clock.nanoTime()) != SessionLease.Phase.FRESH;
    }

    /**
     * Tells the listener, once, if nothing has renewed the lease for so long; returns when to look again, in
     * nanoseconds.
     */
    long checkLease() {
        SessionLease.Phase phase;
        SessionLease.Phase before;
        long nextNanos;
        synchronized (this) {
            if (identity == null || !begun) {
                return Long.MAX_VALUE;
            }
            long nowNanos = clock.nanoTime();
            phase = lease.phase(nowNanos);
            nextNanos = lease.untilNextNanos(nowNanos);
            // A change for the better is reported by ponged().
            before = phase == SessionLease.Phase.FRESH ? phase : lease.tell(phase);
        }
        if (phase != before) {
            if (phase == SessionLease.Phase.OVERDUE) {
                listener.overdue(held.names());
            } else {
                listener.unconfirmed();
            }
        }
        return nextNanos;
    }

    /** A server reported the end of the session. Does nothing until another session is open. */
    void lost(String why) {
        synchronized (this) {
            if (identity == null || closed) {
                return;
            }
            identity = null;
            begun = false;
            lease.tell(SessionLease.Phase.FRESH);
        }
        Set<String> locks = held.clear();
        listener.lost(why, locks);
    }

    /** Stops all retries; false if they were stopped before. */
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
