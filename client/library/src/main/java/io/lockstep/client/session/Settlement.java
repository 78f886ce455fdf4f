package io.lockstep.client.session;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Deadline;
import io.lockstep.client.connection.PendingReply;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.connection.ServerConnection;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Settles one request: sends it, resends it at other servers, and cancels it on demand. While the request is queued it
 * needs no thread: {@link #advance} returns, and {@link #onward} says when to call it again. For one thread at a time.
 */
public final class Settlement {

    /** A server answers within this time, if only to report that a LOCK is queued. */
    private static final Duration ANSWER_MAX = Duration.ofMillis(ProtocolLimits.ANSWER_MILLIS_MAX);

    private static final Duration GRACE = Duration.ofMillis(500);

    private final PendingCall request;
    private final Duration timeout;
    private final SessionState state;
    private final Link link;
    private final RequestOrder order;
    private final KeepAlive keepAlive;
    private final Backoff backoff = new Backoff();
    private Deadline deadline;
    private boolean cancelling;
    private boolean over;

    /** Where it was sent last, and the reply that is awaited there; null while there is none. */
    private @Nullable ServerConnection at;

    private @Nullable PendingReply reply;

    Settlement(
            PendingCall request,
            Duration timeout,
            SessionState state,
            Link link,
            RequestOrder order,
            KeepAlive keepAlive) {
        this.request = request;
        this.timeout = timeout;
        this.state = state;
        this.link = link;
        this.order = order;
        this.keepAlive = keepAlive;
        this.deadline = Deadline.in(request.waitLeft().plus(timeout));
    }

    /** The same, blocking until it is settled. */
    CallOutcome run() throws InterruptedException {
        try {
            CallOutcome outcome = advance();
            while (outcome == null) {
                await(onward());
                outcome = advance();
            }
            return outcome;
        } finally {
            stop();
        }
    }

    private static void await(CompletableFuture<Void> onward) throws InterruptedException {
        try {
            onward.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Goes on until the request is settled, and returns its outcome, or returns null while it is queued. Blocks for
     * about the timeout at most. May be called again after an interrupt.
     */
    public @Nullable CallOutcome advance() throws InterruptedException {
        do {
            PendingReply present = reply;
            CallOutcome outcome = present != null ? answered(present) : begun();
            if (outcome == null) {
                return null;
            }
            stop();
            if (over || concluded(outcome)) {
                return outcome;
            }
        } while (!deadline.passed());
        return request.givenUp("no server could do it in time");
    }

    /** Completes when it is worth to {@link #advance}: on news, a cancellation, or when the time is up. */
    public CompletableFuture<Void> onward() {
        CompletableFuture<Void> next = new CompletableFuture<>();
        request.wakeToo(next);
        PendingReply present = reply;
        CompletableFuture<Void> news = present != null ? present.next() : link.nextHome();
        var unused = news.whenComplete((done, failure) -> next.complete(null));
        if (wantsCancel()) {
            next.complete(null);
        }
        return next.completeOnTimeout(null, deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Drops a later answer. If this advances again, it sends the request again. */
    public void stop() {
        PendingReply present = reply;
        ServerConnection last = at;
        if (present != null && last != null) {
            request.underWay(null);
            last.forget(present);
            reply = null;
        }
    }

    /** Sends it on the present connection, or on a new one; null while it is queued. */
    private @Nullable CallOutcome begun() throws InterruptedException {
        if (noticeCancel() && request.number() == 0) {
            return over(new CallOutcome.NotDone("it was cancelled"));
        }
        if (request.isQueued() && !cancelling && link.awaitsHome()) {
            // The session moves to another server by itself.
            return deadline.passed() ? over(request.givenUp("no server could do it in time")) : null;
        }
        ServerConnection present = connected();
        if (present == null) {
            return wantsCancel() ? begun() : over(link.outcomeOr(request::givenUp));
        }
        at = present;
        SessionIdentity session = state.identity();
        if (request.needsNumber(session) && !order.take(request, deadline)) {
            return over(request.givenUp(
                    request.isCancelled()
                            ? "it was cancelled"
                            : "an earlier request of this session is not settled yet"));
        }
        return cancelling ? cancelledAt(present, session) : exchanged(present, session);
    }

    /** A connection to send it on; null if there is none before its time is up. */
    private @Nullable ServerConnection connected() throws InterruptedException {
        ServerConnection present;
        do {
            present = link.establish(request.needsSession(), Deadline.in(deadline.left(timeout)));
        } while (present == null && !deadline.passed() && !link.isEnded() && !wantsCancel());
        return present;
    }

    private CallOutcome over(CallOutcome outcome) {
        over = true;
        return outcome;
    }

    /** Whether this outcome of an attempt is final; if not, prepares for the next attempt. */
    private boolean concluded(CallOutcome outcome) throws InterruptedException {
        ServerConnection last = Objects.requireNonNull(at);
        noticeSessionOver(last, outcome);
        if (request.settled(outcome)) {
            return true;
        }
        if (outcome instanceof CallOutcome.Unknown unknown) {
            last.fail(unknown.why());
        } else if (isStranger(outcome)) {
            last.fail("the server wants the client to log in anew");
        } else {
            if (request.yields()) {
                // It keeps no other request from being sent meanwhile.
                order.end(request);
            }
            if (last.isOpen()) {
                keepAlive.pause(deadline.left(backoff.next()));
            }
        }
        return false;
    }

    /** Whether the token that the connection began with is no longer valid. */
    private static boolean isStranger(CallOutcome outcome) {
        return outcome instanceof CallOutcome.Answered answered
                && answered.reply().is(ErrorCode.AUTH_REQUIRED);
    }

    /** Whether to cancel it. A cancellation has a deadline of its own, however much of the wait has passed. */
    private boolean noticeCancel() {
        if (request.isCancelled() && !cancelling) {
            cancelling = true;
            deadline = Deadline.in(timeout);
        }
        return cancelling;
    }

    private void noticeSessionOver(ServerConnection last, CallOutcome outcome) {
        if (outcome instanceof CallOutcome.Answered answered && last == link.currentHome()) {
            Reply reply = answered.reply();
            if (reply.is(ErrorCode.SESSION_EXPIRED) || reply.is(ErrorCode.TAKEN_OVER)) {
                state.lost(reply.line().message());
            }
        }
    }

    private @Nullable CallOutcome exchanged(ServerConnection on, @Nullable SessionIdentity session)
            throws InterruptedException {
        order.sending(request, on);
        if (!order.awaitOthers(request, on, deadline)) {
            return new CallOutcome.NotDone("earlier requests of this session have not been sent again yet");
        }
        PendingReply sent = on.send(request.next(session));
        reply = sent;
        order.sent(request, on);
        request.underWay(sent);
        return answered(sent);
    }

    /** The answer to what was sent; null while it is queued. */
    private @Nullable CallOutcome answered(PendingReply sent) throws InterruptedException {
        ServerConnection on = Objects.requireNonNull(at);
        CallOutcome outcome = link.await(on, sent, patience().plus(GRACE), () -> request.isQueued() || wantsCancel());
        if (outcome == null && cancelling) {
            outcome = sent.await(deadline.left(), () -> false);
        }
        if (outcome == null && noticeCancel()) {
            outcome = cancelledUnderWay(on, sent);
        } else if (outcome == null && request.isQueued() && !deadline.passed()) {
            return null;
        }
        return outcome != null ? outcome : PendingReply.unanswered();
    }

    private boolean wantsCancel() {
        return request.isCancelled() && !cancelling;
    }

    /** How long to wait for the first line from this server. */
    private Duration patience() {
        if (request.call().waitMillis() > 0) {
            return deadline.left(ANSWER_MAX);
        }
        // A read can safely be retried elsewhere, so it waits only half the time at one server.
        return deadline.left(request.call().changesLocks() ? timeout : timeout.dividedBy(2));
    }

    /** Cancels the LOCK that waits on this connection. */
    private @Nullable CallOutcome cancelledUnderWay(ServerConnection on, PendingReply sent)
            throws InterruptedException {
        CallOutcome outcome = null;
        while (outcome == null && on.isOpen() && !deadline.passed()) {
            Optional<Boolean> cancelled =
                    cancelled(link.call(on, cancel(), deadline.left(ANSWER_MAX).plus(GRACE)));
            if (cancelled.isEmpty()) {
                outcome = sent.await(backoff.next(), () -> false);
            } else if (cancelled.get()) {
                return request.asCancelled();
            } else {
                return sent.await(GRACE.plus(deadline.left(ANSWER_MAX)));
            }
        }
        return outcome;
    }

    /** Cancels the LOCK that was sent on an earlier connection, or asks for its answer. */
    private @Nullable CallOutcome cancelledAt(ServerConnection on, @Nullable SessionIdentity session)
            throws InterruptedException {
        CallOutcome answer = link.call(on, cancel(), deadline.left(ANSWER_MAX).plus(GRACE));
        Optional<Boolean> cancelled = cancelled(answer);
        if (cancelled.isPresent()) {
            return cancelled.get() ? request.asCancelled() : exchanged(on, session);
        }
        return answer;
    }

    private Call cancel() {
        return Call.of(Verb.CANCEL).with("req", request.number());
    }

    /** Whether CANCEL ended the wait; false if it came too late, empty if the answer does not say. */
    private static Optional<Boolean> cancelled(CallOutcome answer) {
        return answer.success().map(reply -> "yes".equals(reply.line().option("cancelled")));
    }
}
