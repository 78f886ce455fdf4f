package io.lockstep.client.session;

import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ServerLine;
import java.util.Set;

/**
 * Receives the events of a session. Called on the session's own threads, or on a thread that is in a call; must not
 * block and must not call the session.
 */
public interface SessionListener {

    /** Does nothing. */
    SessionListener NONE = new SessionListener() {};

    /** The session was opened at a server or, with {@code resumed}, continues there with its id and locks. */
    default void connected(HostPort address, SessionIdentity identity, boolean resumed) {}

    /** The connection broke. The session lives while its lease lasts; the client tries other servers. */
    default void disconnected(HostPort address, String why) {}

    /** The lease was not renewed in time: other clients may hold the locks by now. Called once. */
    default void overdue(Set<String> locks) {}

    /** Most of the lease has passed without a renewal; {@link #overdue} or {@link #confirmed} follows. */
    default void unconfirmed() {}

    /** The lease is renewed again, after {@link #unconfirmed} or {@link #overdue}. */
    default void confirmed() {}

    /**
     * A server reported the end of the session; the locks are lost. The next request that needs a session opens one.
     */
    default void lost(String why, Set<String> locks) {}

    /** The process has no thread for the session any longer, so it is closed. The locks must count as lost. */
    default void ended() {}

    /** The server sent a push: a line that answers no request. */
    default void pushed(ServerLine push) {}
}
