package io.lockstep.client.session;

import io.lockstep.client.connection.Deadline;
import io.lockstep.client.connection.ServerConnection;
import io.lockstep.common.protocol.Verb;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a session sends its LOCK and RELEASE requests. Request numbers must rise, so that a server
 * recognises a resend: a request is sent only when the one before it is answered or queued, and on a new connection the
 * queued ones are sent first. Of those that have not been sent, a RELEASE goes before every LOCK. Safe for any thread.
 */
final class RequestOrder {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** The queued requests, and the connection on which each was last sent. */
    private final Map<PendingCall, ServerConnection> waiting = new LinkedHashMap<>();

    /** The request that is neither answered nor queued. */
    private @Nullable PendingCall changing;

    private @Nullable ServerConnection changingAt;

    private int releasesToCome;

    /** Waits until this request may have a number; false if it is cancelled or the deadline passes first. */
    boolean take(PendingCall request, Deadline deadline) throws InterruptedException {
        boolean release = request.call().verb() == Verb.RELEASE;
        lock.lock();
        try {
            releasesToCome += release ? 1 : 0;
            waiting.remove(request);
            while (changing != request && (changing != null || (!release && releasesToCome > 0))) {
                if (deadline.passed() || request.isCancelled()) {
                    return false;
                }
                awaitChange(deadline);
            }
            if (request.isCancelled()) {
                return false;
            }
            changing = request;
            changingAt = null;
            return true;
        } finally {
            releasesToCome -= release ? 1 : 0;
            changed.signalAll();
            lock.unlock();
        }
    }

    /**
     * Waits until all queued requests were sent on this connection; false if it broke or the deadline passed.
     */
    boolean awaitOthers(PendingCall request, ServerConnection at, Deadline deadline) throws InterruptedException {
        lock.lock();
        try {
            while (request == changing && !waiting.values().stream().allMatch(at::equals)) {
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

    /** Returns when something may have changed: woken for requests, polled for connections. */
    @SuppressWarnings("WaitNotInLoop") // The callers loop.
    private void awaitChange(Deadline deadline) throws InterruptedException {
        changed.awaitNanos(deadline.left(Deadline.TICK).toNanos());
    }

    /** Notes the connection before the request is sent, as QUEUED may arrive before the sender continues. */
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

    /** The request was sent on this connection. */
    void sent(PendingCall request, ServerConnection at) {
        lock.lock();
        try {
            if (waiting.containsKey(request)) {
                waiting.put(request, at);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A server reported that the request with this number is queued. */
    void queued(long number, long position) {
        PendingCall queued = null;
        lock.lock();
        try {
            PendingCall present = changing;
            ServerConnection at = changingAt;
            if (present != null && at != null && present.number() == number) {
                queued = present;
                waiting.put(present, at);
                changing = null;
                changed.signalAll();
            } else {
                queued = waiting.keySet().stream()
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

    /** Makes requests that wait for their turn look whether they still want it. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The request is settled or abandoned, or gives up its turn. */
    void end(PendingCall request) {
        lock.lock();
        try {
            waiting.remove(request);
            if (changing == request) {
                changing = null;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
