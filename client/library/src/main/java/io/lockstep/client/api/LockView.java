package io.lockstep.client.api;

import io.lockstep.common.protocol.LineSyntax;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A distributed lock as a {@link java.util.concurrent.locks.Lock} of the JDK. Threads of this process first wait for
 * each other at a local lock; the thread that has it takes the distributed lock once, and counts further calls.
 */
final class LockView implements DistributedLock {

    private final LockClient client;
    private final LockViews views;
    private final LockRequest request;
    private final ReentrantLock threads = new ReentrantLock(true);

    /** Written by the thread that has {@link #threads}. */
    private volatile @Nullable HeldLock held;

    LockView(LockClient client, LockViews views, LockRequest request) {
        this.client = client;
        this.views = views;
        this.request = request;
    }

    LockRequest request() {
        return request;
    }

    /** Takes the distributed lock, or says why not. */
    private interface Taking {
        AcquireResult take() throws InterruptedException;
    }

    @Override
    public void lock() {
        threads.lock();
        if (!enterUninterruptibly(request.waitingForEver())) {
            throw new IllegalStateException("a wait without end has ended");
        }
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        threads.lockInterruptibly();
        if (!enter(() -> client.attempt(request.waitingForEver()))) {
            throw new IllegalStateException("a wait without end has ended");
        }
    }

    @Override
    public boolean tryLock() {
        if (!threads.tryLock()) {
            return false;
        }
        try {
            return enterUninterruptibly(request);
        } catch (LockLimitException e) {
            // Not taken, as if another had it.
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
        return enter(() -> client.attempt(request.waiting(Duration.ofNanos(leftNanos))));
    }

    private boolean enterUninterruptibly(LockRequest asked) {
        try {
            return enter(() -> client.attemptUninterruptibly(asked));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The calling thread has {@link #threads}, and keeps it only if this returns true. */
    private boolean enter(Taking taking) throws InterruptedException {
        boolean entered = false;
        try {
            HeldLock present = held;
            if (threads.getHoldCount() > 1 && present != null) {
                // Re-acquiring silently would hide that another client may have held it in between.
                requireHeld(present);
                entered = true;
            } else {
                held = taking.take() instanceof AcquireResult.Granted granted ? granted.lock() : null;
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
        HeldLock present = heldHere();
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

    private HeldLock heldHere() {
        HeldLock present = threads.isHeldByCurrentThread() ? held : null;
        if (present == null) {
            throw new IllegalMonitorStateException(
                    LineSyntax.quoted(name()) + " is not locked by this thread through this client");
        }
        return present;
    }

    @Override
    public String name() {
        return request.names().get(0);
    }

    @Override
    public long token() {
        return heldHere().token();
    }

    @Override
    public boolean isValid() {
        HeldLock present = held;
        return present != null && present.isValid();
    }

    @Override
    public Duration remaining() {
        return Optional.ofNullable(held).map(HeldLock::remaining).orElse(Duration.ZERO);
    }

    @Override
    public void onLost(Consumer<LostReason> callback) {
        heldHere().onLost(callback);
    }

    @Override
    public Condition newCondition() {
        throw new UnsupportedOperationException("a distributed lock has no conditions");
    }

    @Override
    public String toString() {
        return "Lock " + LineSyntax.quoted(name());
    }
}
