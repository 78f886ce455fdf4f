package io.lockstep.follower.peer;

import io.lockstep.follower.peer.ResponseHandler.RequestFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one link that wait for a response. The caller that removes a request calls its handler. Any thread.
 *
 * <p>One check at the earliest deadline serves all requests: a timer for each would wake the timer's thread twice for
 * every message, although hardly any request times out.
 */
final class OutstandingRequests {

    private final ScheduledExecutorService timer;
    private final int requestsMax;
    private final Map<Long, Outstanding> outstanding = new HashMap<>();
    private @Nullable Future<?> check;
    private long checkNanos;
    private long lastNumber;
    private boolean closed;

    private record Outstanding(ResponseHandler handler, long timeoutMillis, long deadlineNanos) {

        void timedOut() {
            handler.failed(RequestFailure.TIMED_OUT, "no response in " + timeoutMillis + " ms");
        }
    }

    OutstandingRequests(ScheduledExecutorService timer, int requestsMax) {
        this.timer = timer;
        this.requestsMax = requestsMax;
    }

    /**
     * Adds a request.
     *
     * @return its number; 0 if there are too many requests or the link has closed
     */
    synchronized long add(ResponseHandler handler, long timeoutMillis) {
        if (closed || outstanding.size() >= requestsMax) {
            return 0;
        }
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        try {
            checkAt(deadlineNanos);
        } catch (RejectedExecutionException shuttingDown) {
            return 0;
        }
        long number = ++lastNumber;
        outstanding.put(number, new Outstanding(handler, timeoutMillis, deadlineNanos));
        return number;
    }

    /** Makes sure that a check runs no later than this. */
    private void checkAt(long nanos) {
        if (check != null) {
            if (checkNanos - nanos <= 0) {
                return;
            }
            check.cancel(false);
        }
        check = timer.schedule(this::failLate, nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        checkNanos = nanos;
    }

    private void failLate() {
        try {
            // Called without the lock, since a handler may do anything.
            removeLate().forEach(Outstanding::timedOut);
        } catch (RuntimeException | Error bug) {
            // The timer would keep it to itself.
            Thread timing = Thread.currentThread();
            timing.getUncaughtExceptionHandler().uncaughtException(timing, bug);
            throw bug;
        }
    }

    private synchronized List<Outstanding> removeLate() {
        check = null;
        List<Outstanding> late = new ArrayList<>();
        long nowNanos = System.nanoTime();
        long earliestNanos = nowNanos + Long.MAX_VALUE;
        for (Iterator<Outstanding> each = outstanding.values().iterator(); each.hasNext(); ) {
            Outstanding request = each.next();
            if (request.deadlineNanos - nowNanos <= 0) {
                each.remove();
                late.add(request);
            } else if (request.deadlineNanos - earliestNanos < 0) {
                earliestNanos = request.deadlineNanos;
            }
        }
        if (!outstanding.isEmpty()) {
            checkAgainAt(earliestNanos);
        }
        return late;
    }

    private void checkAgainAt(long nanos) {
        try {
            checkAt(nanos);
        } catch (RejectedExecutionException shuttingDown) {
            // The links are about to be closed, which fails the remaining requests.
            check = null;
        }
    }

    /** Removes a request that was not sent; false if its handler has already been called. */
    boolean withdraw(long number) {
        return remove(number) != null;
    }

    /** Handles a response. A late response, to a request that timed out, is dropped. */
    void respond(long number, int type, byte[] body) {
        Outstanding request = remove(number);
        if (request != null) {
            request.handler.responded(type, body);
        }
    }

    void fail(long number, RequestFailure failure, String explanation) {
        Outstanding request = remove(number);
        if (request != null) {
            request.handler.failed(failure, explanation);
        }
    }

    /** Fails all requests, and accepts no more. */
    void close() {
        List<Outstanding> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(outstanding.values());
            outstanding.clear();
            if (check != null) {
                check.cancel(false);
                check = null;
            }
        }
        for (Outstanding request : left) {
            request.handler.failed(RequestFailure.LINK_CLOSED, "the link closed");
        }
    }

    private synchronized @Nullable Outstanding remove(long number) {
        return outstanding.remove(number);
    }
}
