package io.lockstep.common.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread that owns many connections and the data of its {@link LoopOwner}. The thread that calls {@link #run}
 * becomes the loop's thread. Each turn waits, reads what clients sent, runs the tasks of other threads, calls {@link
 * LoopOwner#tick}, and writes the queued output. So the replies of one turn share one write.
 *
 * <p>An exception from the owner, a handler or a task is a bug: {@link #run} closes every socket and throws it.
 */
public final class EventLoop implements Runnable, Executor {

    /** A longer gap between two turns is reported to the owner as a stall, in nanoseconds. */
    public static final long STALL_NANOS = 500_000_000L;

    /** Most tasks of other threads that can wait. A thread that adds one more blocks until there is room. */
    public static final int TASKS_MAX = 16_384;

    /** An idle loop makes a turn this often, since it could not tell a stall from an idle time otherwise. */
    private static final long TURN_NANOS_MAX = 250_000_000L;

    private static final long TASKS_NANOS_MAX = 20_000_000L;
    private static final long STOPPING_NANOS_MAX = 2_000_000_000L;

    private final LoopOwner owner;
    private final LoopSettings settings;
    private final Selector selector;
    private final LineDecoder decoder;
    private final LoopTasks tasks = new LoopTasks(TASKS_MAX);
    private final AtomicBoolean asleep = new AtomicBoolean();
    private volatile boolean woken;
    private volatile @Nullable Thread thread;

    private final HeldBytes heldBytes;
    private final OpenConnections<Connection> connections;
    private final List<SelectionKey> ready = new ArrayList<>();
    private final Consumer<SelectionKey> addReady = ready::add;
    private final List<Connection> toFlush = new ArrayList<>();
    private final ReadingOrder reading = new ReadingOrder();
    private final List<Acceptor> pausedAcceptors = new ArrayList<>();
    private final Set<Connection> watched = new HashSet<>();
    private long lastTurnNanos;
    private long lastSweepNanos;
    private boolean stopping;
    private long stopDeadlineNanos;

    /** Opens a selector. Throws {@link UncheckedIOException} if the system has none to give. */
    public EventLoop(LoopOwner owner, LoopSettings settings) {
        this.owner = owner;
        this.settings = settings;
        this.heldBytes = new HeldBytes(settings.heldBytesMax());
        this.connections = new OpenConnections<>(settings.connectionsMax(), settings.connectionsPerAddressMax());
        this.decoder = new LineDecoder(settings.lineBytesMax());
        try {
            this.selector = Selector.open();
        } catch (IOException noSelector) {
            throw new UncheckedIOException(noSelector);
        }
    }

    /**
     * Listens on an address; port 0 lets the system choose. Any thread may call it, before or while the loop runs.
     *
     * @return the address with the actual port
     */
    public InetSocketAddress listen(InetSocketAddress address, Transport.Factory transports)
            throws CannotListenException {
        Acceptor acceptor = new Acceptor(this, address, transports, settings);
        selector.wakeup();
        return acceptor.address();
    }

    /** The same with sockets that are not encrypted. */
    public InetSocketAddress listen(InetSocketAddress address) throws CannotListenException {
        return listen(address, Transport.PLAIN);
    }

    /**
     * Runs a task on the loop's thread, after all tasks added before. Any thread may call it; it blocks while {@link
     * #TASKS_MAX} tasks wait. Throws {@link RejectedExecutionException} once the loop has ended, and on the loop's own
     * thread if there is no room.
     */
    @Override
    public void execute(Runnable task) {
        tasks.add(task, Thread.currentThread() == thread);
        interruptSleep();
    }

    /**
     * Makes the loop start another turn soon, so that {@link LoopOwner#tick} is called. Any thread may call it; never
     * blocks.
     */
    public void wakeUp() {
        woken = true;
        interruptSleep();
    }

    private void interruptSleep() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            selector.wakeup();
        }
    }

    /**
     * Stops accepting, closes every connection after its queued output, and ends the loop within two seconds. Any
     * thread may call it.
     */
    public void stop() {
        execute(() -> {
            stopping = true;
            stopDeadlineNanos = System.nanoTime() + STOPPING_NANOS_MAX;
            for (SelectionKey key : List.copyOf(selector.keys())) {
                if (key.attachment() instanceof Connection connection) {
                    connection.close();
                } else {
                    ((Selected) key.attachment()).abort();
                }
            }
        });
    }

    /** Runs the loop until {@link #stop}. Call it once. */
    @Override
    public void run() {
        thread = Thread.currentThread();
        lastTurnNanos = System.nanoTime();
        lastSweepNanos = lastTurnNanos;
        long waitNanos = 0;
        boolean clean = false;
        try {
            while (!stopping || (connections() > 0 && System.nanoTime() - stopDeadlineNanos < 0)) {
                waitNanos = turn(waitNanos);
            }
            clean = true;
        } catch (IOException brokenSelector) {
            throw new UncheckedIOException(brokenSelector);
        } finally {
            end(clean);
        }
    }

    private long turn(long waitNanos) throws IOException {
        select(waitNanos);
        woken = false;
        long nowNanos = System.nanoTime();
        if (nowNanos - lastTurnNanos > STALL_NANOS) {
            owner.stalled(nowNanos - lastTurnNanos);
        }
        lastTurnNanos = nowNanos;
        read(reading.ofThisTurn(), nowNanos);
        for (SelectionKey key : ready) {
            ((Selected) key.attachment()).ready(nowNanos);
            relieve(nowNanos);
        }
        ready.clear();
        read(reading.costly(), nowNanos);
        runTasks();
        long nextNanos = owner.tick(System.nanoTime());
        flush(nowNanos);
        relieve(nowNanos);
        if (nowNanos - lastSweepNanos >= TURN_NANOS_MAX) {
            sweep(nowNanos);
        }
        return reading.isEmpty() ? Math.min(nextNanos, TURN_NANOS_MAX) : 0;
    }

    private void read(Iterable<Connection> waiting, long nowNanos) {
        for (Connection next : waiting) {
            next.readNow();
            relieve(nowNanos);
        }
    }

    /** Neither the tasks that these tasks add, nor very many tasks, keep clients waiting: the next turn goes on. */
    private void runTasks() {
        long beganNanos = System.nanoTime();
        Runnable task = null;
        for (int waiting = tasks.waiting(); waiting > 0 && (task = tasks.next()) != null; waiting--) {
            task.run();
            if (System.nanoTime() - beganNanos >= TASKS_NANOS_MAX) {
                break;
            }
        }
    }

    private void flush(long nowNanos) {
        // Closing a connection may make the owner send to another one, which then joins the end of the list.
        for (int i = 0; i < toFlush.size(); i++) {
            toFlush.get(i).flush(nowNanos);
        }
        toFlush.clear();
    }

    /** Sends what clients take now before it cuts those that take most memory. No handler is being called. */
    private void relieve(long nowNanos) {
        if (heldBytes.isExceeded()) {
            flush(nowNanos);
            if (heldBytes.isExceeded()) {
                owner.cut(heldBytes.relieve());
            }
        }
    }

    private void select(long waitNanos) throws IOException {
        asleep.set(true);
        if (waitNanos <= 0 || woken || tasks.waiting() > 0) {
            asleep.set(false);
            selector.selectNow(addReady);
        } else {
            // Rounded up: a wait of 0 would last for ever, and one too short would make a turn for nothing.
            selector.select(addReady, (waitNanos + 999_999) / 1_000_000);
            asleep.set(false);
        }
    }

    private void sweep(long nowNanos) {
        lastSweepNanos = nowNanos;
        watched.removeIf(connection -> !connection.isWatched(nowNanos));
        pausedAcceptors.removeIf(acceptor -> acceptor.resume(nowNanos));
    }

    /** Closes all sockets. After a bug the owner is not called again, since its state is unknown. */
    private void end(boolean clean) {
        tasks.stop();
        try {
            for (SelectionKey key : List.copyOf(selector.keys())) {
                if (clean) {
                    ((Selected) key.attachment()).abort();
                } else {
                    key.channel().close();
                }
            }
            tasks.clear();
            selector.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Returns how many connections are open. For the loop's thread only. */
    public int connections() {
        return connections.count();
    }

    void flushLater(Connection connection) {
        toFlush.add(connection);
    }

    ReadingOrder reading() {
        return reading;
    }

    void watch(Connection connection) {
        watched.add(connection);
    }

    void acceptPaused(Acceptor acceptor) {
        pausedAcceptors.add(acceptor);
    }

    OpenConnections<Connection> open() {
        return connections;
    }

    HeldBytes heldBytes() {
        return heldBytes;
    }

    LoopOwner owner() {
        return owner;
    }

    Selector selector() {
        return selector;
    }

    LineDecoder decoder() {
        return decoder;
    }

    void checkThread() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("a connection belongs to its loop's thread");
        }
    }
}
