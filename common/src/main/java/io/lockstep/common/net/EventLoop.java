package io.lockstep.common.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread that owns many connections and whatever its {@link LoopOwner} keeps. Whoever calls {@link #run} gives it
 * its thread. Each turn: wait, read what clients sent, run tasks of other threads, call {@link LoopOwner#tick}, and
 * write what was queued. So replies of one turn share one write.
 *
 * <p>An exception thrown by the owner, a handler or a task is a bug: it leaves {@link #run}, after every socket has
 * been closed.
 */
public final class EventLoop implements Runnable, Executor {

    /** The owner hears of a gap between two turns that is longer than this. */
    public static final long STALL_NANOS = 500_000_000L;

    /** Tasks of other threads that may wait; a thread that adds one more waits for room. */
    public static final int TASKS_MAX = 16_384;

    /** An idle loop comes round so often, else it could not tell a stall from an idle time. */
    private static final long TURN_NANOS_MAX = 250_000_000L;

    private static final long STOPPING_NANOS_MAX = 2_000_000_000L;

    private final LoopOwner owner;
    private final LoopSettings settings;
    private final Selector selector;
    private final LineDecoder decoder;
    private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(TASKS_MAX);
    private final AtomicBoolean asleep = new AtomicBoolean();
    private volatile boolean woken;
    private volatile boolean stopped;
    private volatile @Nullable Thread thread;

    private final List<SelectionKey> ready = new ArrayList<>();
    private final Consumer<SelectionKey> addReady = ready::add;
    private final List<Runnable> due = new ArrayList<>();
    private final List<Connection> toFlush = new ArrayList<>();
    private final ArrayDeque<Connection> toRead = new ArrayDeque<>();
    private final List<Acceptor> pausedAcceptors = new ArrayList<>();
    private final Set<Connection> watched = new HashSet<>();
    private int connections;
    private long lastTurnNanos;
    private long lastSweepNanos;
    private boolean stopping;
    private long stopDeadlineNanos;

    /** Throws {@link UncheckedIOException} if the system has no selector to give. */
    public EventLoop(LoopOwner owner, LoopSettings settings) {
        this.owner = owner;
        this.settings = settings;
        this.decoder = new LineDecoder(settings.lineBytesMax());
        try {
            this.selector = Selector.open();
        } catch (IOException noSelector) {
            throw new UncheckedIOException(noSelector);
        }
    }

    /**
     * Listens on an address; port 0 lets the system choose. May be called by any thread, before or while the loop runs.
     *
     * @return the address with the port that is listened on
     */
    public InetSocketAddress listen(InetSocketAddress address) throws CannotListenException {
        Acceptor acceptor = new Acceptor(this, address, settings);
        selector.wakeup();
        return acceptor.address();
    }

    /**
     * Has a task run on the loop's thread, after those added before. May be called by any thread; one that finds {@link
     * #TASKS_MAX} tasks waiting waits itself. Throws {@link RejectedExecutionException} once the loop has ended, and on
     * the loop's own thread when there is no room.
     */
    @Override
    public void execute(Runnable task) {
        if (!tasks.offer(task)) {
            waitForRoom(task);
        }
        if (stopped && tasks.remove(task)) {
            throw new RejectedExecutionException("the loop has ended");
        }
        interruptSleep();
    }

    /**
     * Makes the loop come round once more, soon, so that {@link LoopOwner#tick} is called. For any thread; never waits.
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

    private void waitForRoom(Runnable task) {
        if (Thread.currentThread() == thread) {
            throw new RejectedExecutionException("the loop's own thread cannot wait for itself");
        }
        boolean interrupted = false;
        boolean added = false;
        while (!added && !stopped) {
            try {
                added = tasks.offer(task, 100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException whileWaiting) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!added) {
            throw new RejectedExecutionException("the loop has ended");
        }
    }

    /**
     * Stops accepting, closes every connection after what it has queued, and ends within two seconds. For any thread.
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

    /** Runs the loop until {@link #stop}. Call once. */
    @Override
    public void run() {
        thread = Thread.currentThread();
        lastTurnNanos = System.nanoTime();
        lastSweepNanos = lastTurnNanos;
        long waitNanos = 0;
        boolean clean = false;
        try {
            while (!stopping || (connections > 0 && System.nanoTime() - stopDeadlineNanos < 0)) {
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
        long gapNanos = nowNanos - lastTurnNanos;
        lastTurnNanos = nowNanos;
        if (gapNanos > STALL_NANOS) {
            owner.stalled(gapNanos);
        }
        for (int waiting = toRead.size(); waiting > 0; waiting--) {
            toRead.remove().continueReading();
        }
        for (SelectionKey key : ready) {
            ((Selected) key.attachment()).ready(nowNanos);
        }
        ready.clear();
        runTasks();
        long nextNanos = owner.tick(System.nanoTime());
        // A connection that closes may have the owner send to another one, which then comes at the end of the list.
        for (int i = 0; i < toFlush.size(); i++) {
            toFlush.get(i).flush(nowNanos);
        }
        toFlush.clear();
        if (nowNanos - lastSweepNanos >= TURN_NANOS_MAX) {
            sweep(nowNanos);
        }
        return toRead.isEmpty() ? Math.min(nextNanos, TURN_NANOS_MAX) : 0;
    }

    private void select(long waitNanos) throws IOException {
        asleep.set(true);
        if (waitNanos <= 0 || woken || !tasks.isEmpty()) {
            asleep.set(false);
            selector.selectNow(addReady);
        } else {
            // Rounded up, as a wait of 0 would last for ever and one too short would come round for nothing.
            selector.select(addReady, (waitNanos + 999_999) / 1_000_000);
            asleep.set(false);
        }
    }

    /** Tasks that are added by these run in the next turn, so that clients are not starved. */
    private void runTasks() {
        if (tasks.drainTo(due) > 0) {
            for (Runnable task : due) {
                task.run();
            }
            due.clear();
        }
    }

    private void sweep(long nowNanos) {
        lastSweepNanos = nowNanos;
        watched.removeIf(connection -> !connection.isWatched(nowNanos));
        pausedAcceptors.removeIf(acceptor -> acceptor.resume(nowNanos));
    }

    /** Closes what is left. After a bug the owner is not called any more: nobody knows what state it is in. */
    private void end(boolean clean) {
        stopped = true;
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

    /** How many connections are open. On the loop's thread only. */
    public int connections() {
        return connections;
    }

    void opened() {
        connections++;
    }

    void closed() {
        connections--;
    }

    void flushLater(Connection connection) {
        toFlush.add(connection);
    }

    void readLater(Connection connection) {
        toRead.add(connection);
    }

    void watch(Connection connection) {
        watched.add(connection);
    }

    void acceptPaused(Acceptor acceptor) {
        pausedAcceptors.add(acceptor);
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
