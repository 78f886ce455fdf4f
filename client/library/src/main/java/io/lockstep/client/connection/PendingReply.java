package io.lockstep.client.connection;

import io.lockstep.common.protocol.ServerLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The answer to a request that was sent: the reader thread delivers it, the caller waits for it. */
public final class PendingReply {

    private final String tag;
    private final List<ServerLine> rows = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable CallOutcome outcome;
    private @Nullable CompletableFuture<Void> next;

    PendingReply(String tag) {
        this.tag = tag;
    }

    /** A request that was not sent. */
    static PendingReply notDone(String why) {
        PendingReply reply = new PendingReply("");
        reply.settle(new CallOutcome.NotDone(why));
        return reply;
    }

    String tag() {
        return tag;
    }

    /** Takes a row of the answer; false if there are too many. Reader thread only. */
    boolean row(ServerLine row, int rowsMax) {
        rows.add(row);
        return rows.size() <= rowsMax;
    }

    /** Reader thread only. */
    void answered(ServerLine reply) {
        settle(new CallOutcome.Answered(new Reply(reply, rows)));
    }

    /** The connection ended before the answer came. */
    void broken(String why) {
        settle(new CallOutcome.Unknown(why));
    }

    private void settle(CallOutcome settledAs) {
        lock.lock();
        try {
            if (outcome == null) {
                outcome = settledAs;
            }
        } finally {
            lock.unlock();
        }
        wake();
    }

    /** Makes a waiting thread check its condition. */
    public void wake() {
        CompletableFuture<Void> told;
        lock.lock();
        try {
            changed.signalAll();
            told = next;
            next = null;
        } finally {
            lock.unlock();
        }
        if (told != null) {
            told.complete(null);
        }
    }

    /** Completes, on the waking thread, with the answer or the next {@link #wake}. */
    public CompletableFuture<Void> next() {
        lock.lock();
        try {
            CompletableFuture<Void> present = next;
            if (present == null) {
                present = new CompletableFuture<>();
                next = present;
            }
            if (outcome != null) {
                present.complete(null);
            }
            return present;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the answer, or until {@code enough} is true when woken; null if neither comes in time. */
    @Nullable
    public CallOutcome await(Duration timeout, BooleanSupplier enough) throws InterruptedException {
        lock.lock();
        try {
            long leftNanos = nanos(timeout);
            while (outcome == null && !enough.getAsBoolean() && leftNanos > 0) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
            return outcome;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the answer; without one in time, the outcome is unknown. */
    public CallOutcome await(Duration timeout) throws InterruptedException {
        CallOutcome known = await(timeout, () -> false);
        return known != null ? known : unanswered();
    }

    public static CallOutcome unanswered() {
        return new CallOutcome.Unknown("the server did not answer in time");
    }

    private static long nanos(Duration timeout) {
        return TimeUnit.NANOSECONDS.convert(timeout);
    }
}
