package io.lockstep.client.connection;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ServerLine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client knows of its session. Safe for any thread. The listener is told outside the lock. */
final class SessionState {

    /** How much earlier than the server this side stops relying on the lease, as a part of it. */
    private static final int MARGIN_PART = 10;

    private final SessionSettings settings;
    private final SessionListener listener;
    private final HeldLocks held = new HeldLocks();
    private @Nullable SessionIdentity identity;
    private long requestsUsed;
    private long renewedNanos;
    private boolean overdueTold;
    private long server;
    private String role = "";
    private boolean closed;

    SessionState(SessionSettings settings, SessionListener listener) {
        this.settings = settings;
        this.listener = listener;
        this.identity = settings.resume();
        this.requestsUsed = settings.firstRequest() - 1;
    }

    HeldLocks held() {
        return held;
    }

    synchronized @Nullable SessionIdentity identity() {
        return identity;
    }

    synchronized long nextRequest() {
        return ++requestsUsed;
    }

    /**
     * Takes note of a HELLO that was answered with OK.
     *
     * @param sentNanos when HELLO was sent, on the monotonic clock
     */
    synchronized SessionIdentity opened(Reply hello, long sentNanos) {
        SessionIdentity old = identity;
        String ttl = hello.line().options().getOrDefault("ttl", "");
        long ttlMillis = Durations.parseMillis(ttl);
        SessionIdentity now = new SessionIdentity(
                hello.line().number("session", 0),
                hello.line().options().getOrDefault("key", ""),
                hello.line().number("client", 0),
                ttlMillis > 0 ? Duration.ofMillis(ttlMillis) : settings.ttl());
        if (old == null) {
            requestsUsed = 0;
        }
        identity = now;
        server = hello.line().number("server", 0);
        role = hello.line().options().getOrDefault("role", "");
        held.reached(hello.line().number("index", 0));
        renewed(sentNanos);
        return now;
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

    /** A server answered what was sent at that moment of the monotonic clock, and so renewed the lease then. */
    synchronized void renewed(long sentNanos) {
        renewedNanos = sentNanos;
        overdueTold = false;
    }

    /** Tells the listener, once, if nothing has renewed the lease for so long that it may have run out. */
    void checkLease() {
        synchronized (this) {
            SessionIdentity present = identity;
            if (present == null || overdueTold) {
                return;
            }
            Duration safe = present.ttl().minus(present.ttl().dividedBy(MARGIN_PART));
            if (System.nanoTime() - renewedNanos < safe.toNanos()) {
                return;
            }
            overdueTold = true;
        }
        listener.overdue(held.names());
    }

    /** A server said that the session has ended. Later calls do nothing until another is open. */
    void lost(String why) {
        synchronized (this) {
            if (identity == null || closed) {
                return;
            }
            identity = null;
        }
        Set<String> locks = held.clear();
        listener.lost(why, locks);
    }

    /** From now on nothing is tried again; false if that was so before. */
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
