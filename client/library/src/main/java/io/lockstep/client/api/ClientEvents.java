package io.lockstep.client.api;

import io.lockstep.client.connection.WorkerThreads;
import io.lockstep.client.inspect.LockObserver;
import io.lockstep.client.inspect.RunningWatch;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.client.session.SessionListener;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ServerLine;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the events of the session into lost locks and changes of state. Safe for any thread.
 */
final class ClientEvents implements SessionListener {

    private static final Logger LOG = System.getLogger("io.lockstep.client");

    private final Executor workers;
    private final Executor inOrder;
    private final LockObserver observer;
    private final List<RunningWatch> watches = new CopyOnWriteArrayList<>();
    private final List<Consumer<ConnectionState>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable ClientSession session;
    private @Nullable Grants grants;

    /** The state that listeners were told last. Used in {@link #inOrder} only. */
    private ConnectionState told = ConnectionState.CONNECTED;

    ClientEvents(Executor workers, ThreadFactory threads, LockObserver observer) {
        this.workers = workers;
        this.inOrder = WorkerThreads.inOrder("lockstep-client-state", threads);
        this.observer = observer;
    }

    /** To be called before the session connects. */
    void begin(ClientSession ofSession, Grants itsGrants) {
        session = ofSession;
        grants = itsGrants;
    }

    void listen(Consumer<ConnectionState> listener) {
        listeners.add(listener);
    }

    void unlisten(Consumer<ConnectionState> listener) {
        listeners.remove(listener);
    }

    void watch(RunningWatch watch) {
        watches.add(watch);
    }

    void unwatch(RunningWatch watch) {
        watches.remove(watch);
    }

    /** Tells the observer, in order. */
    void observe(Consumer<LockObserver> event) {
        if (observer != LockObserver.NONE) {
            inOrder.execute(() -> event.accept(observer));
        }
    }

    ConnectionState state() {
        ClientSession present = Objects.requireNonNull(session);
        SessionIdentity identity = present.identity();
        if (present.isClosed()
                || identity == null
                || present.leaseLeft(identity.session()).isZero()) {
            return ConnectionState.LOST;
        }
        return present.address() == null || present.isDoubtful()
                ? ConnectionState.SUSPENDED
                : ConnectionState.CONNECTED;
    }

    @Override
    public void connected(HostPort address, SessionIdentity identity, boolean resumed) {
        LOG.log(
                Level.DEBUG,
                () -> "client " + identity.clientId() + (resumed ? " goes on at " : " is connected to ") + address);
        watches.forEach(RunningWatch::connected);
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
        LOG.log(Level.DEBUG, () -> "lost the connection to " + address + ": " + why);
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
        LOG.log(level(locks), () -> "no server confirmed the session in time; the locks " + locks + " are lost");
        lost();
    }

    @Override
    public void lost(String why, Set<String> locks) {
        LOG.log(level(locks), () -> "the session has ended, with the locks " + locks + ": " + why);
        lost();
    }

    @Override
    public void ended() {
        LOG.log(Level.ERROR, "the process has no thread for the session, so the client is closed");
        Objects.requireNonNull(grants).fail();
        inOrder.execute(() -> tell(ConnectionState.LOST));
    }

    private static Level level(Set<String> locks) {
        return locks.isEmpty() ? Level.INFO : Level.WARNING;
    }

    private void lost() {
        Objects.requireNonNull(grants).review();
        inOrder.execute(() -> tell(ConnectionState.LOST));
        changed();
    }

    @Override
    public void pushed(ServerLine push) {
        watches.forEach(watch -> watch.pushed(push));
        if (push.word().equals("LOST")) {
            boolean expired = "expired".equals(push.option("reason"));
            Objects.requireNonNull(grants)
                    .ended(push.number("token", 0), expired ? LostReason.SESSION_ENDED : LostReason.REVOKED);
        }
    }

    /** Ends all watches, and tells listeners that the client is closed. */
    void close() {
        watches.forEach(RunningWatch::close);
        changed();
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
