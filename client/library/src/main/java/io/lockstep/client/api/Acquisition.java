package io.lockstep.client.api;

import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.PendingCall;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Takes one lock, or several at once. {@link #run} is for one thread, once; {@link #cancel} for any. */
final class Acquisition {

    private final LockRequest request;
    private final ClientSession session;
    private final Grants grants;
    private final BackgroundReleases releases;
    private final Duration timeout;
    private final long begunNanos = System.nanoTime();
    private boolean cancelled;
    private @Nullable PendingCall present;

    Acquisition(
            LockRequest request, ClientSession session, Grants grants, BackgroundReleases releases, Duration timeout) {
        this.request = request;
        this.session = session;
        this.grants = grants;
        this.releases = releases;
        this.timeout = timeout;
    }

    /** Ends the wait. If the lock is granted already, {@link #run} returns the grant. Does not block. */
    void cancel() {
        PendingCall call;
        synchronized (this) {
            cancelled = true;
            call = present;
        }
        if (call != null) {
            call.cancel();
        }
    }

    private synchronized void present(PendingCall call) {
        present = call;
        if (cancelled) {
            call.cancel();
        }
    }

    /**
     * Blocks at most for the wait and the timeout. If it throws, a possible grant is released in the background.
     *
     * @throws CancellationException if it was cancelled
     */
    AcquireResult run() throws InterruptedException {
        while (true) {
            if (!session.awaitLease(timeout)) {
                throw notDone("no server confirms that this client's session is renewed");
            }
            PendingCall call = session.begin(request.call(waitLeft()));
            present(call);
            CallOutcome outcome = settled(call);
            if (outcome instanceof CallOutcome.NotDone notDone) {
                throw notDone(notDone.why());
            }
            if (!(outcome instanceof CallOutcome.Answered answered)) {
                throw new OutcomeUnknownException("it is unknown whether " + request.quotedNames()
                        + " was granted; the client releases it in the background");
            }
            Reply reply = answered.reply();
            if (reply.ok()) {
                long token = reply.line().number("token", 0);
                return new AcquireResult.Granted(grants.granted(request.names(), token, call.session()));
            }
            if (!goesOn(reply)) {
                return refused(reply);
            }
        }
    }

    private CallOutcome settled(PendingCall call) throws InterruptedException {
        CallOutcome outcome = null;
        try {
            outcome = session.settle(call, timeout);
            return outcome;
        } finally {
            if (outcome == null || outcome instanceof CallOutcome.Unknown) {
                releases.settle(call);
            }
        }
    }

    private Duration waitLeft() {
        Duration left = request.longestWait().minusNanos(System.nanoTime() - begunNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Whether to ask again: after the longest wait of one request, or when an earlier grant is still being released.
     */
    private boolean goesOn(Reply reply) throws InterruptedException {
        if (reply.is(ErrorCode.TIMEOUT)) {
            return request.outlastsOneRequest() && waitLeft().toMillis() > 0;
        }
        if (reply.is(ErrorCode.ALREADY)) {
            Optional<CompletableFuture<Boolean>> underWay =
                    releases.underWay(reply.line().number("token", 0));
            underWay.ifPresent(grants::await);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return underWay.isPresent() && underWay.get().isDone();
        }
        return false;
    }

    private RuntimeException notDone(String why) {
        return wasCancelled()
                ? new CancellationException("the wait for " + request.quotedNames() + " was cancelled")
                : new LockServiceUnavailableException(
                        "no server could grant " + request.quotedNames() + " (" + why + "); nothing was done");
    }

    private synchronized boolean wasCancelled() {
        return cancelled;
    }

    private AcquireResult refused(Reply reply) {
        ServerLine line = reply.line();
        Refusal refusal = Refusal.of(line);
        ErrorCode code = line.errorCode().orElse(null);
        if (code == null) {
            throw new LockNotAcquiredException(refusal.toString(), refusal);
        }
        return switch (code) {
            case HELD, DELAYED, TIMEOUT -> new AcquireResult.Refused(refusal);
            case ALREADY ->
                throw new LockLimitException(
                        refusal,
                        line.option("waiting") != null,
                        request.names().contains(line.value()),
                        line.number("limit", 1));
            case DEADLOCK -> throw new DeadlockException(refusal, line.options().getOrDefault("cycle", ""));
            case CANCELLED -> throw new CancellationException(refusal.toString());
            case BAD_ARGS, BAD_FORMAT -> throw new IllegalArgumentException(line.message());
            case BUSY, NO_LEADER, BEHIND, SHUTTING_DOWN, LIMIT -> throw notDone(line.message());
            default -> throw new LockNotAcquiredException(refusal.toString(), refusal);
        };
    }
}
