package io.lockstep.client.run;

import io.lockstep.client.connection.ServerAddress;
import io.lockstep.client.connection.SessionIdentity;
import io.lockstep.client.connection.SessionListener;
import io.lockstep.common.protocol.ServerLine;
import java.util.Set;
import java.util.function.Consumer;

/** Is told when a server says that one lock is lost, or its session; passes all else on. */
public final class LossListener implements SessionListener {

    private final String name;
    private final SessionListener next;
    private final Consumer<String> lost;

    /**
     * For one lock.
     *
     * @param next who else wants to know
     * @param lost gets why it is lost, a clause fit for the user; must not block
     */
    public LossListener(String name, SessionListener next, Consumer<String> lost) {
        this.name = name;
        this.next = next;
        this.lost = lost;
    }

    @Override
    public void connected(ServerAddress address, SessionIdentity identity, boolean resumed) {
        next.connected(address, identity, resumed);
    }

    @Override
    public void disconnected(ServerAddress address, String why) {
        next.disconnected(address, why);
    }

    @Override
    public void overdue(Set<String> locks) {
        next.overdue(locks);
    }

    @Override
    public void lost(String why, Set<String> locks) {
        next.lost(why, locks);
        lost.accept("the session has ended (" + why + ")");
    }

    @Override
    public void pushed(ServerLine push) {
        next.pushed(push);
        if (push.word().equals("LOST") && push.value().equals(name)) {
            String reason = String.valueOf(push.option("reason"));
            lost.accept(push.message().isEmpty() ? reason : push.message());
        }
    }
}
