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
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to being settled, however often it must be sent. {@link ClientSession#settle} is for one thread at a
 * time; everything public here is for any thread and does not block.
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

    PendingCall(Call call, SessionState state) {
        this.call = call;
        this.state = state;
        this.waitMillis = call.waitMillis();
        this.numbered = call;
    }

    /** The request as it was asked. */
    public Call call() {
        return call;
    }

    /** The place in the line that a waiting LOCK began at; 0 while it does not stand there. */
    public long position() {
        return position;
    }

    /**
     * Asks that a LOCK end without a grant. What became of it is then the outcome of {@link ClientSession#settle}: CANCELLED, or
     * a grant that was quicker. Other requests are left alone.
     */
    public void cancel() {
        if (call.verb() == Verb.LOCK) {
            cancelled = true;
            PendingReply reply = underWay;
            if (reply != null) {
                reply.wake();
            }
        }
    }

    /** The number of the session that it was last sent in; 0 if it was not sent. */
    public long session() {
        return lastSession;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Whether it stands in line at the cluster: that is in the log, and outlives this connection. */
    boolean isQueued() {
        return position > 0;
    }

    /** The number under which it was last sent; 0 if it was not sent in this session. */
    long number() {
        SessionIdentity now = state.identity();
        return now != null && now.equals(sentIn) ? number : NEVER_SENT;
    }

    /** Whether it must be given a number before it is sent in that session: the first in it. */
    boolean needsNumber(@Nullable SessionIdentity session) {
        return call.changesLocks() && session != null && !session.equals(sentIn);
    }

    /** What is left of the wait that it asked for, by this side's clock; zero if it does not wait. */
    Duration waitLeft() {
        if (waitMillis == 0) {
            return Duration.ZERO;
        }
        Duration left = Duration.ofMillis(waitMillis).minusNanos(System.nanoTime() - begunNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** What to send in that session. The number stays the same as long as the session does: so a server knows a copy. */
    Call next(@Nullable SessionIdentity session) {
        if (call.verb() == Verb.STATUS && state.held().index() > 0) {
            return call.with("index", state.held().index());
        }
        if (needsNumber(session)) {
            // With the old session ended whatever it did in it, so this is a new request.
            mayBeDone = false;
            position = 0;
            number = state.nextRequest();
            numbered = (sentIn == null ? call : withWhatIsLeft()).with("req", number);
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

    /** A server said that it stands in line. */
    void queued(long place) {
        position = Math.max(1, place);
        PendingReply reply = underWay;
        if (reply != null) {
            reply.wake();
        }
    }

    /** It is being sent; null when it is not. */
    void underWay(@Nullable PendingReply reply) {
        underWay = reply;
    }

    /** Takes note of what one attempt brought; whether that is the last word. */
    boolean settled(CallOutcome outcome) {
        if (outcome instanceof CallOutcome.Answered answered) {
            Reply reply = answered.reply();
            state.held().answered(call, reply);
            switch (reply.kind()) {
                case FINAL -> {
                    // A LOCK had no effect in a session that is over, so it goes on in the next.
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

    /** Nobody settles this one further: if it is begun again, that is a new request. */
    void ended() {
        sentIn = null;
        position = 0;
    }

    /** The last word when time is up. {@code why} is a clause fit for the user. */
    CallOutcome givenUp(String why) {
        if (mayBeDone) {
            return new CallOutcome.Unknown(why);
        }
        return refusal != null ? refusal : new CallOutcome.NotDone(why);
    }
}
