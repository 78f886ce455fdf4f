package io.lockstep.leader.peer;

import io.lockstep.leader.peer.ResponseHandler.RequestFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The requests of one link that wait for their response. Whoever removes an entry tells its handler. Any thread. */
final class OutstandingRequests {

    private final ScheduledExecutorService timer;
    private final int requestsMax;
    private final Map<Long, Outstanding> outstanding = new HashMap<>();
    private long lastNumber;
    private boolean closed;

    private record Outstanding(ResponseHandler handler, Future<?> timeout) {}

    OutstandingRequests(ScheduledExecutorService timer, int requestsMax) {
        this.timer = timer;
        this.requestsMax = requestsMax;
    }

    /** Its number, or 0 if it cannot be taken: too many are, or the link has closed. */
    synchronized long add(ResponseHandler handler, long timeoutMillis) {
        if (closed || outstanding.size() >= requestsMax) {
            return 0;
        }
        long number = ++lastNumber;
        try {
            Future<?> timeout = timer.schedule(
                    () -> fail(number, RequestFailure.TIMED_OUT, "no response in " + timeoutMillis + " ms"),
                    timeoutMillis,
                    TimeUnit.MILLISECONDS);
            outstanding.put(number, new Outstanding(handler, timeout));
        } catch (RejectedExecutionException shuttingDown) {
            return 0;
        }
        return number;
    }

    /** Takes a request back that was not sent; false if its handler has been told already. */
    boolean withdraw(long number) {
        return remove(number) != null;
    }

    /** Late responses, to requests that timed out, are dropped. */
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

    /** Fails all there are, and takes no more. */
    void close() {
        List<Outstanding> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(outstanding.values());
            outstanding.clear();
        }
        for (Outstanding request : left) {
            request.timeout.cancel(false);
            request.handler.failed(RequestFailure.LINK_CLOSED, "the link closed");
        }
    }

    private @Nullable Outstanding remove(long number) {
        Outstanding request;
        synchronized (this) {
            request = outstanding.remove(number);
        }
        if (request != null) {
            request.timeout.cancel(false);
        }
        return request;
    }
}
