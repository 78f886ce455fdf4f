package io.lockstep.client.api;

import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.client.session.SessionListener;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ServerLine;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the events of the session into lost locks and changes of state. Safe for any thread.
 */
final class ClientEvents implements SessionListener {

    private final Executor workers;
    private final Executor inOrder = Workers.inOrder("lockstep-client-state");
    private final List<Consumer<ConnectionState>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable ClientSession session;
    private @Nullable Grants grants;

    /** The state that listeners were told last. Used in {@link #inOrder} only. */
    private ConnectionState told = ConnectionState.CONNECTED;

    ClientEvents(Executor workers) {
        this.workers = workers;
    }

    /** To be called before the session connects. */
    void begin(ClientSession ofSession, Grants itsGrants) {
        session = ofSession;
        grants = itsGrants;
    }

    void listen(Consumer<ConnectionState> listener) {
        listeners.add(listener);
    }

    ConnectionState state() {
        ClientSession present = Objects.requireNonNull(session);
        SessionIdentity identity = present.identity();
        if (identity == null || present.leaseLeft(identity.session()).isZero()) {
            return ConnectionState.LOST;
        }
        return present.address() == null || present.isDoubtful()
                ? ConnectionState.SUSPENDED
                : ConnectionState.CONNECTED;
    }

    @Override
    public void connected(HostPort address, SessionIdentity identity, boolean resumed) {
        changed();
        if (resumed) {
            workers.execute(this::verify);
        }
    }

    private void verify() {
        try {
            Objects.requireNonNull(grants).verify();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void disconnected(HostPort address, String why) {
        changed();
    }

    @Override
    public void unconfirmed() {
        changed();
    }

    @Override
    public void confirmed() {
        changed();
    }

    @Override
    public void overdue(Set<String> locks) {
        lost();
    }

    @Override
    public void lost(String why, Set<String> locks) {
        lost();
    }

    private void lost() {
        Objects.requireNonNull(grants).review();
        inOrder.execute(() -> tell(ConnectionState.LOST));
        changed();
    }

    @Override
    public void pushed(ServerLine push) {
        if (push.word().equals("LOST")) {
            boolean expired = "expired".equals(push.option("reason"));
            Objects.requireNonNull(grants)
                    .ended(push.number("token", 0), expired ? LostReason.SESSION_ENDED : LostReason.REVOKED);
        }
    }

    private void changed() {
        inOrder.execute(() -> tell(state()));
    }

    private void tell(ConnectionState state) {
        if (state != told) {
            told = state;
            // One task for each listener, so that one that throws does not affect the others.
            listeners.forEach(listener -> inOrder.execute(() -> listener.accept(state)));
        }
    }
}
