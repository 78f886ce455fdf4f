package io.lockstep.client.session;

import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ServerLine;
import java.util.Set;

/**
 * Is told what happens to a session between requests. Called on the session's own threads, or on one that is in a call;
 * must not block and must not call the session.
 */
public interface SessionListener {

    /** Does nothing. */
    SessionListener NONE = new SessionListener() {};

    /** The session has begun at a server, or, with {@code resumed}, goes on there with its id and locks. */
    default void connected(HostPort address, SessionIdentity identity, boolean resumed) {}

    /** The connection has ended. The session lives on while its lease lasts; another server is being tried. */
    default void disconnected(HostPort address, String why) {}

    /** Nothing renewed the lease in time: the locks may be another's by now, and must not be relied on. Told once. */
    default void overdue(Set<String> locks) {}

    /** Most of the lease is over without a renewal: {@link #overdue} follows, or {@link #confirmed}. */
    default void unconfirmed() {}

    /** The lease is renewed again, after {@link #unconfirmed} or {@link #overdue}. */
    default void confirmed() {}

    /** A server says that the session has ended; the locks are lost. The next request that needs a session opens one. */
    default void lost(String why, Set<String> locks) {}

    /** The server sent a line that no request asked for. */
    default void pushed(ServerLine push) {}
}
