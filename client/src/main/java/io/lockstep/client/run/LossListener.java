package io.lockstep.client.run;

import io.lockstep.client.session.SessionIdentity;
import io.lockstep.client.session.SessionListener;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ServerLine;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Detects that a lock or the session is lost or overdue, and passes every event on to the next listener. */
public final class LossListener implements SessionListener {

    private final List<String> names;
    private final SessionListener next;
    private final Consumer<String> lost;

    /**
     * Creates a listener for the loss of these locks.
     *
     * @param next the next listener, which gets every event first
     * @param lost gets the reason of the loss, a clause for the user; must not block
     */
    public LossListener(List<String> names, SessionListener next, Consumer<String> lost) {
        this.names = List.copyOf(names);
        this.next = next;
        this.lost = lost;
    }

    @Override
    public void connected(HostPort address, SessionIdentity identity, boolean resumed) {
        next.connected(address, identity, resumed);
    }

    @Override
    public void disconnected(HostPort address, String why) {
        next.disconnected(address, why);
    }

    @Override
    public void overdue(Set<String> locks) {
        next.overdue(locks);
        lost.accept("no server has confirmed the lease in time");
    }

    @Override
    public void unconfirmed() {
        next.unconfirmed();
    }

    @Override
    public void confirmed() {
        next.confirmed();
    }

    @Override
    public void lost(String why, Set<String> locks) {
        next.lost(why, locks);
        lost.accept("the session has ended (" + why + ")");
    }

    @Override
    public void ended() {
        next.ended();
        lost.accept("the client has no thread to renew the lease");
    }

    @Override
    public void pushed(ServerLine push) {
        next.pushed(push);
        if (push.word().equals("LOST") && names.contains(push.value())) {
            String reason = String.valueOf(push.option("reason"));
            lost.accept(push.message().isEmpty() ? reason : push.message());
        }
    }
}
