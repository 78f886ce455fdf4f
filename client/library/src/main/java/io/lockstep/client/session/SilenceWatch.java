package io.lockstep.client.session;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Deadline;
import io.lockstep.client.connection.PendingReply;
import io.lockstep.client.connection.ServerConnection;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for answers, and looks for a server that has stopped: while a request waits and no line at all arrives, it
 * sends a PING, which a server answers at once however long the request takes. If no line arrives even then, it calls
 * {@code onSilence}, which may look for a better server. Safe for any thread.
 */
final class SilenceWatch {

    /** A server that says nothing for so long is sent a PING. */
    static final Duration QUIET = Duration.ofMillis(400);

    /** A server that says nothing for so long after the PING is silent. */
    static final Duration SILENT = Duration.ofMillis(300);

    /** Each move away from a silent server doubles the patience with the next, up to eightfold. */
    private static final int DOUBLINGS_MAX = 3;

    /** After such a time without a move the patience is as at first. */
    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final Call PING = Call.of(Verb.PING);

    private final Consumer<ServerConnection> onSilence;
    private final AtomicInteger moves = new AtomicInteger();
    private volatile long movedNanos;

    /** @param onSilence called on the waiting thread, which goes on waiting if the connection is still open after it */
    SilenceWatch(Consumer<ServerConnection> onSilence) {
        this.onSilence = onSilence;
    }

    /** A silent server was left for another one. */
    void moved() {
        factor();
        moves.incrementAndGet();
        movedNanos = System.nanoTime();
    }

    /** Sends a request and waits for its answer; without one in time, the outcome is unknown. */
    CallOutcome call(ServerConnection at, Call call, Duration timeout) throws InterruptedException {
        PendingReply reply = at.send(call);
        try {
            CallOutcome outcome = await(at, reply, timeout, () -> false);
            return outcome != null ? outcome : PendingReply.unanswered();
        } finally {
            at.forget(reply);
        }
    }

    /** Waits for the answer, or until {@code enough} is true when woken; null if neither comes in time. */
    @Nullable
    CallOutcome await(ServerConnection at, PendingReply reply, Duration timeout, BooleanSupplier enough)
            throws InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        while (true) {
            long sinceNanos = System.nanoTime();
            CallOutcome outcome = reply.await(deadline.left(patience(QUIET)), enough);
            if (outcome != null || enough.getAsBoolean() || deadline.passed()) {
                return outcome;
            }
            if (at.heardNanos() - sinceNanos < 0 && isSilent(at, reply, deadline, enough)) {
                onSilence.accept(at);
            }
        }
    }

    private boolean isSilent(ServerConnection at, PendingReply reply, Deadline deadline, BooleanSupplier enough)
            throws InterruptedException {
        long askedNanos = System.nanoTime();
        PendingReply pong = at.send(PING);
        try {
            reply.await(deadline.left(patience(SILENT)), enough);
            return !enough.getAsBoolean() && !deadline.passed() && !heardSince(at, askedNanos);
        } finally {
            at.forget(pong);
        }
    }

    private static boolean heardSince(ServerConnection at, long nanos) {
        return at.heardNanos() - nanos >= 0;
    }

    private Duration patience(Duration usual) {
        return usual.multipliedBy(factor());
    }

    private long factor() {
        if (System.nanoTime() - movedNanos > CALM_NANOS) {
            moves.set(0);
        }
        return 1L << Math.min(moves.get(), DOUBLINGS_MAX);
    }
}
