package io.lockstep.client.session;

import io.lockstep.client.connection.Deadline;
import io.lockstep.client.connection.ServerConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which LOCK or RELEASE of a session may be sent. A server knows a copy by numbers that rise, so a new one goes out only
 * when the one before it is answered or stands in line; and at a new connection those that stand in line go first. Safe
 * for any thread.
 */
final class RequestOrder {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Those that stand in line, and the connection that each was last sent at. */
    private final Map<PendingCall, ServerConnection> inLine = new LinkedHashMap<>();

    /** The one that is neither answered nor in line. */
    private @Nullable PendingCall changing;

    private @Nullable ServerConnection changingAt;

    /** Waits until this request may have a number; false if that takes too long. It may have its turn already. */
    boolean take(PendingCall request, Deadline deadline) throws InterruptedException {
        lock.lock();
        try {
            inLine.remove(request);
            while (changing != null && changing != request) {
                if (deadline.passed()) {
                    return false;
                }
                awaitChange(deadline);
            }
            changing = request;
            changingAt = null;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all that stand in line have been sent at this connection; false if it broke, or that takes too long. */
    boolean awaitOthers(PendingCall request, ServerConnection at, Deadline deadline) throws InterruptedException {
        lock.lock();
        try {
            while (request == changing && !inLine.values().stream().allMatch(at::equals)) {
                if (!at.isOpen() || deadline.passed()) {
                    return false;
                }
                awaitChange(deadline);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when something may have changed: it is woken for requests, and looks up now and then for connections. */
    @SuppressWarnings("WaitNotInLoop") // Its callers loop.
    private void awaitChange(Deadline deadline) throws InterruptedException {
        changed.awaitNanos(deadline.left(Deadline.TICK).toNanos());
    }

    /** It is about to be sent at this connection: a server may say that it stands in line before the sender goes on. */
    void sending(PendingCall request, ServerConnection at) {
        lock.lock();
        try {
            if (request == changing) {
                changingAt = at;
            }
        } finally {
            lock.unlock();
        }
    }

    /** It has been sent at this connection. */
    void sent(PendingCall request, ServerConnection at) {
        lock.lock();
        try {
            if (inLine.containsKey(request)) {
                inLine.put(request, at);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A server said that the request of this number stands in line. */
    void queued(long number, long position) {
        PendingCall queued = null;
        lock.lock();
        try {
            PendingCall present = changing;
            ServerConnection at = changingAt;
            if (present != null && at != null && present.number() == number) {
                queued = present;
                inLine.put(present, at);
                changing = null;
                changed.signalAll();
            } else {
                queued = inLine.keySet().stream()
                        .filter(each -> each.number() == number)
                        .findFirst()
                        .orElse(null);
            }
        } finally {
            lock.unlock();
        }
        if (queued != null) {
            queued.queued(position);
        }
    }

    /** It is settled, or nobody will settle it. */
    void end(PendingCall request) {
        lock.lock();
        try {
            inLine.remove(request);
            if (changing == request) {
                changing = null;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
