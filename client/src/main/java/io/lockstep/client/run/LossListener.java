package io.lockstep.client.run;

import io.lockstep.client.session.SessionIdentity;
import io.lockstep.client.session.SessionListener;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ServerLine;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Detects that a grant is lost or overdue, and passes every event on to the next listener. An event from the wait
 * before the grant, or of another grant, tells nothing about it.
 */
public final class LossListener implements SessionListener {

    private final List<String> names;
    private final SessionListener next;
    private final Consumer<String> lost;

    /** The grant that is watched; 0 before there is one. Guarded by this, as the next. */
    private long token;

    /** A loss of one of the locks that came before the answer with the grant was read. */
    private @Nullable Loss early;

    /**
     * A loss.
     *
     * @param token of the grant; 0 for every grant of the session
     */
    private record Loss(String why, long token) {}

    /**
     * Creates a listener for the loss of these locks. Call {@link #granted} when they are granted.
     *
     * @param next the next listener, which gets every event first
     * @param lost gets the reason of the loss, a clause for the user; must not block
     */
    public LossListener(List<String> names, SessionListener next, Consumer<String> lost) {
        this.names = List.copyOf(names);
        this.next = next;
        this.lost = lost;
    }

    /** Watches the grant with this token from now on. Tells its loss, if that came before. */
    public void granted(long granted) {
        Loss before;
        synchronized (this) {
            token = granted;
            before = early;
        }
        if (before != null) {
            tell(before);
        }
    }

    private void tell(Loss loss) {
        synchronized (this) {
            if (token == 0) {
                early = loss;
                return;
            }
            if (loss.token() != 0 && loss.token() != token) {
                return;
            }
        }
        lost.accept(loss.why());
    }

    private void tell(String why, Set<String> locks) {
        if (names.stream().anyMatch(locks::contains)) {
            tell(new Loss(why, 0));
        }
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
        tell("no server has confirmed the lease in time", locks);
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
        tell("the session has ended (" + why + ")", locks);
    }

    @Override
    public void pushed(ServerLine push) {
        next.pushed(push);
        if (push.word().equals("LOST") && names.contains(push.value())) {
            String reason = String.valueOf(push.option("reason"));
            tell(new Loss(push.message().isEmpty() ? reason : push.message(), push.number("token", 0)));
        }
    }
}
