package io.lockstep.client.session;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.PendingReply;
import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request until it is settled, however often it is sent. {@link ClientSession#settle} is for one thread at a time;
 * the public methods are safe for any thread and do not block.
 */
public final class PendingCall {

    private static final long NEVER_SENT = 0;

    private final Call call;
    private final SessionState state;
    private final long waitMillis;
    private final long begunNanos = System.nanoTime();
    private volatile @Nullable SessionIdentity sentIn;
    private Call numbered;
    private boolean mayBeDone;
    private @Nullable CallOutcome refusal;
    private volatile long number = NEVER_SENT;
    private volatile long lastSession;
    private volatile boolean cancelled;
    private volatile long position;
    private volatile @Nullable PendingReply underWay;
    private volatile @Nullable CompletableFuture<Void> toWake;

    PendingCall(Call call, SessionState state) {
        this.call = call;
        this.state = state;
        this.waitMillis = call.waitMillis();
        this.numbered = call;
    }

    /** The request as the caller made it. */
    public Call call() {
        return call;
    }

    /** The queue position at which a waiting LOCK began; 0 while it is not queued. */
    public long position() {
        return position;
    }

    /**
     * Asks that the wait of a LOCK end. {@link ClientSession#settle} then returns CANCELLED, or a grant that came
     * first. Does nothing for other requests.
     */
    public void cancel() {
        if (call.verb() == Verb.LOCK) {
            cancelled = true;
            PendingReply reply = underWay;
            if (reply != null) {
                reply.wake();
            }
            CompletableFuture<Void> waiting = toWake;
            if (waiting != null) {
                waiting.complete(null);
            }
        }
    }

    /** Completes this, too, when it is cancelled from now on. */
    void wakeToo(CompletableFuture<Void> waiting) {
        toWake = waiting;
    }

    /** The number of the session in which it was last sent; 0 if it was not sent. */
    public long session() {
        return lastSession;
    }

    /** Whether it is sent on a connection of the session only. WHO must not be behind what the session has seen. */
    boolean needsSession() {
        return call.needsSession() || (call.verb() == Verb.WHO && state.identity() != null);
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Whether it is queued at the cluster. That is in the log, and outlives this connection. */
    boolean isQueued() {
        return position > 0;
    }

    /** The number under which it was last sent; 0 if it was not sent in this session. */
    long number() {
        SessionIdentity now = state.identity();
        return now != null && now.equals(sentIn) ? number : NEVER_SENT;
    }

    /** Whether it needs a request number before it is sent in that session for the first time. */
    boolean needsNumber(@Nullable SessionIdentity session) {
        return call.changesLocks() && session != null && !session.equals(sentIn);
    }

    /** The rest of its wait, by this process's clock; zero if it does not wait. */
    Duration waitLeft() {
        if (waitMillis == 0) {
            return Duration.ZERO;
        }
        Duration left = Duration.ofMillis(waitMillis).minusNanos(System.nanoTime() - begunNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * The request to send in that session. Its number stays the same within a session, so that a server recognises a
     * resend.
     */
    Call next(@Nullable SessionIdentity session) {
        if (call.verb() == Verb.STATUS && state.held().index() > 0) {
            return call.with("index", state.held().index());
        }
        if (needsNumber(session)) {
            // The end of the old session undid its effect there, so this is a new request.
            mayBeDone = false;
            position = 0;
            Call asked = number == NEVER_SENT ? call : withWhatIsLeft();
            number = state.nextRequest();
            numbered = asked.with("req", number);
            sentIn = session;
            lastSession = session != null ? session.session() : 0;
        }
        return numbered;
    }

    private Call withWhatIsLeft() {
        return waitMillis == 0
                ? call
                : call.with("wait", Durations.format(waitLeft().toMillis()));
    }

    /** A server reported that it is queued. */
    void queued(long place) {
        position = Math.max(1, place);
        PendingReply reply = underWay;
        if (reply != null) {
            reply.wake();
        }
    }

    /** Sets the reply that is awaited; null for none. */
    void underWay(@Nullable PendingReply reply) {
        underWay = reply;
    }

    /** Takes the outcome of one attempt; returns whether it is final. */
    boolean settled(CallOutcome outcome) {
        if (outcome instanceof CallOutcome.Answered answered) {
            Reply reply = answered.reply();
            state.held().answered(call, reply);
            switch (reply.kind()) {
                case FINAL -> {
                    if (reply.is(ErrorCode.AUTH_REQUIRED)) {
                        // The next connection sends the token of now.
                        refusal = outcome;
                        return false;
                    }
                    // A LOCK has no effect in a session that has ended, so it is sent again in the next.
                    boolean sessionOver = reply.is(ErrorCode.SESSION_EXPIRED) || reply.is(ErrorCode.TAKEN_OVER);
                    return !(sessionOver && call.verb() == Verb.LOCK);
                }
                case RETRY_SAFE -> refusal = outcome;
                case OUTCOME_UNKNOWN -> mayBeDone = call.changesLocks();
            }
        } else if (outcome instanceof CallOutcome.Unknown) {
            mayBeDone |= call.changesLocks();
        }
        return false;
    }

    /** The answer to a LOCK that a CANCEL ended before its own answer was read. */
    CallOutcome asCancelled() {
        ServerLine line = new ServerLine(
                "",
                ServerLine.Kind.ERR,
                ErrorCode.CANCELLED.name(),
                call.values(),
                Map.of("msg", "the wait was cancelled"));
        return new CallOutcome.Answered(new Reply(line, List.of()));
    }

    /** Ends it; if it is settled again, that is a new request. */
    void ended() {
        sentIn = null;
        position = 0;
        number = NEVER_SENT;
    }

    /**
     * Gives up its number, if it is a LOCK that has had no effect for certain: a server has refused it for now, or it
     * was not sent. It gets another number when it is sent again.
     */
    boolean yields() {
        boolean without = call.verb() == Verb.LOCK && !mayBeDone;
        if (without) {
            sentIn = null;
            position = 0;
        }
        return without;
    }

    /** The outcome when time is up. {@code why} is a clause for the user. */
    CallOutcome givenUp(String why) {
        if (mayBeDone) {
            return new CallOutcome.Unknown(why);
        }
        return refusal != null ? refusal : new CallOutcome.NotDone(why);
    }
}
