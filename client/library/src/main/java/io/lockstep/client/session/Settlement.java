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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settles one request: sends it, resends it at other servers, and cancels it on demand. For one thread, once.
 */
final class Settlement {

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

    CallOutcome run() throws InterruptedException {
        do {
            if (noticeCancel() && request.number() == 0) {
                return new CallOutcome.NotDone("it was cancelled");
            }
            Deadline round = Deadline.in(deadline.left(timeout));
            ServerConnection at = link.establish(request.call().needsSession(), round);
            if (at == null) {
                if (deadline.passed() || link.isEnded()) {
                    return link.outcomeOr(request::givenUp);
                }
                continue;
            }
            SessionIdentity session = state.identity();
            if (request.needsNumber(session) && !order.take(request, deadline)) {
                return request.givenUp("an earlier request of this session is not settled yet");
            }
            CallOutcome outcome = cancelling ? cancelledAt(at, session) : exchanged(at, session);
            noticeSessionOver(at, outcome);
            if (request.settled(outcome)) {
                return outcome;
            }
            if (outcome instanceof CallOutcome.Unknown unknown) {
                at.fail(unknown.why());
            } else if (isStranger(outcome)) {
                at.fail("the server wants the client to log in anew");
            } else if (at.isOpen()) {
                keepAlive.pause(backoff.next());
            }
        } while (!deadline.passed());
        return request.givenUp("no server could do it in time");
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

    private void noticeSessionOver(ServerConnection at, CallOutcome outcome) {
        if (outcome instanceof CallOutcome.Answered answered && at == link.currentHome()) {
            Reply reply = answered.reply();
            if (reply.is(ErrorCode.SESSION_EXPIRED) || reply.is(ErrorCode.TAKEN_OVER)) {
                state.lost(reply.line().message());
            }
        }
    }

    private CallOutcome exchanged(ServerConnection at, @Nullable SessionIdentity session) throws InterruptedException {
        order.sending(request, at);
        if (!order.awaitOthers(request, at, deadline)) {
            return new CallOutcome.NotDone("earlier requests of this session have not been sent again yet");
        }
        PendingReply reply = at.send(request.next(session));
        order.sent(request, at);
        request.underWay(reply);
        try {
            return answered(at, reply);
        } finally {
            request.underWay(null);
            at.forget(reply);
        }
    }

    private CallOutcome answered(ServerConnection at, PendingReply reply) throws InterruptedException {
        CallOutcome outcome = link.await(
                at, reply, patience().plus(GRACE), () -> request.isQueued() || (request.isCancelled() && !cancelling));
        if (outcome == null && request.isQueued()) {
            outcome = reply.await(deadline.left(), () -> request.isCancelled() && !cancelling);
        }
        if (outcome == null && noticeCancel()) {
            outcome = cancelledUnderWay(at, reply);
        }
        return outcome != null ? outcome : PendingReply.unanswered();
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
    private @Nullable CallOutcome cancelledUnderWay(ServerConnection at, PendingReply reply)
            throws InterruptedException {
        CallOutcome outcome = null;
        while (outcome == null && at.isOpen() && !deadline.passed()) {
            Optional<Boolean> cancelled =
                    cancelled(link.call(at, cancel(), deadline.left(ANSWER_MAX).plus(GRACE)));
            if (cancelled.isEmpty()) {
                outcome = reply.await(backoff.next(), () -> false);
            } else if (cancelled.get()) {
                return request.asCancelled();
            } else {
                return reply.await(GRACE.plus(deadline.left(ANSWER_MAX)));
            }
        }
        return outcome;
    }

    /** Cancels the LOCK that was sent on an earlier connection, or asks for its answer. */
    private CallOutcome cancelledAt(ServerConnection at, @Nullable SessionIdentity session)
            throws InterruptedException {
        CallOutcome answer = link.call(at, cancel(), deadline.left(ANSWER_MAX).plus(GRACE));
        Optional<Boolean> cancelled = cancelled(answer);
        if (cancelled.isPresent()) {
            return cancelled.get() ? request.asCancelled() : exchanged(at, session);
        }
        return answer;
    }

    private Call cancel() {
        return Call.of(Verb.CANCEL).with("req", request.number());
    }

    /** Whether CANCEL ended the wait; false if it came too late, empty if the answer does not say. */
    private static Optional<Boolean> cancelled(CallOutcome answer) {
        if (answer instanceof CallOutcome.Answered answered && answered.reply().ok()) {
            return Optional.of("yes".equals(answered.reply().line().option("cancelled")));
        }
        return Optional.empty();
    }
}
