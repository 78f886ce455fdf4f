package io.lockstep.client.session;

import io.lockstep.client.connection.ConnectionListener;
import io.lockstep.client.connection.ServerConnection;
import io.lockstep.common.protocol.ServerLine;
import java.util.function.Predicate;

/** Passes on the events of connections. */
final class LinkEvents implements ConnectionListener {

    private final SessionListener listener;
    private final SessionState state;
    private final KeepAlive keepAlive;
    private final RequestOrder order;
    private final Predicate<ServerConnection> isHome;

    /** @param isHome whether the session was last opened or resumed on that connection */
    LinkEvents(
            SessionListener listener,
            SessionState state,
            KeepAlive keepAlive,
            RequestOrder order,
            Predicate<ServerConnection> isHome) {
        this.listener = listener;
        this.state = state;
        this.keepAlive = keepAlive;
        this.order = order;
        this.isHome = isHome;
    }

    @Override
    public void pushed(ServerConnection from, ServerLine push) {
        if (push.word().equals("QUEUED") && push.option("req") != null) {
            order.queued(push.number("req", 0), push.number("pos", 1));
        } else if (push.word().equals("LOST")) {
            state.held().lost(push.value());
        } else if (push.word().equals("BYE") && isHome.test(from) && endsSession(push)) {
            state.lost(push.message());
        }
        listener.pushed(push);
    }

    private static boolean endsSession(ServerLine bye) {
        String reason = bye.options().getOrDefault("reason", "");
        return reason.equals("expired") || reason.equals("taken-over");
    }

    @Override
    public void broken(ServerConnection broken, String why) {
        if (isHome.test(broken) && !state.isClosed()) {
            listener.disconnected(broken.address(), why);
        }
        keepAlive.wake();
    }
}
