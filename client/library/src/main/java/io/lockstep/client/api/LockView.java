package io.lockstep.client.api;

import io.lockstep.common.protocol.LineSyntax;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A distributed lock as a {@link Lock} of the JDK. Threads of this process first wait for each other at a local lock;
 * the thread that has it takes the distributed lock once, and counts further calls.
 */
final class LockView implements Lock {

    private final LockClient client;
    private final LockViews views;
    private final LockRequest request;
    private final ReentrantLock threads = new ReentrantLock(true);

    /** Guarded by {@link #threads}. */
    private @Nullable HeldLock held;

    LockView(LockClient client, LockViews views, LockRequest request) {
        this.client = client;
        this.views = views;
        this.request = request;
    }

    String name() {
        return request.names().get(0);
    }

    /** Takes the distributed lock; empty if it was refused. */
    private interface Taking {
        Optional<HeldLock> take() throws InterruptedException;
    }

    @Override
    public void lock() {
        threads.lock();
        try {
            boolean taken = enter(() -> Optional.of(takeUninterruptibly()));
            if (!taken) {
                throw new IllegalStateException("a wait without end has ended");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HeldLock takeUninterruptibly() {
        try {
            return client.acquireAsync(request.waitingForEver()).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        threads.lockInterruptibly();
        boolean taken = enter(() -> Optional.of(client.acquire(request.waitingForEver())));
        if (!taken) {
            throw new IllegalStateException("a wait without end has ended");
        }
    }

    @Override
    public boolean tryLock() {
        if (!threads.tryLock()) {
            return false;
        }
        try {
            return enter(() -> attempt(request));
        } catch (InterruptedException e) {
            // The client releases a possible grant, so false is right; the caller still sees the interrupt.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        long begunNanos = System.nanoTime();
        if (!threads.tryLock(time, unit)) {
            return false;
        }
        long leftNanos = Math.max(0, unit.toNanos(time) - (System.nanoTime() - begunNanos));
        return enter(() -> attempt(request.waiting(Duration.ofNanos(leftNanos))));
    }

    private Optional<HeldLock> attempt(LockRequest asked) throws InterruptedException {
        return client.attempt(asked) instanceof AcquireResult.Granted granted
                ? Optional.of(granted.lock())
                : Optional.empty();
    }

    /** The calling thread holds {@link #threads}, and keeps it only if this returns true. */
    private boolean enter(Taking taking) throws InterruptedException {
        boolean entered = false;
        try {
            HeldLock present = held;
            if (threads.getHoldCount() > 1 && present != null) {
                // Re-acquiring silently would hide that another client may have held it in between.
                requireHeld(present);
                entered = true;
            } else {
                held = taking.take().orElse(null);
                entered = held != null;
            }
            return entered;
        } finally {
            if (!entered) {
                threads.unlock();
            } else {
                views.locked(this);
            }
        }
    }

    private static void requireHeld(HeldLock lock) {
        if (!lock.isValid()) {
            throw lock.lostException(lock.lostReason().orElse(LostReason.REVOKED));
        }
    }

    @Override
    public void unlock() {
        HeldLock present = threads.isHeldByCurrentThread() ? held : null;
        if (present == null) {
            throw new IllegalMonitorStateException(
                    LineSyntax.quoted(name()) + " is not locked by this thread through this client");
        }
        boolean last = threads.getHoldCount() == 1;
        try {
            if (last) {
                held = null;
                views.unlocked(this);
                present.release();
            } else {
                requireHeld(present);
            }
        } finally {
            threads.unlock();
        }
    }

    /** Not supported: a condition would have to span processes. */
    @Override
    public Condition newCondition() {
        throw new UnsupportedOperationException("a distributed lock has no conditions");
    }

    @Override
    public String toString() {
        return "Lock " + LineSyntax.quoted(name());
    }
}
