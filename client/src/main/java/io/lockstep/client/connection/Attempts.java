package io.lockstep.client.connection;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import org.jspecify.annotations.Nullable;

/** One request on its way to being settled, however often it must be sent. Used by one thread. */
final class Attempts {

    private final Call call;
    private final SessionState state;
    private @Nullable SessionIdentity sentIn;
    private Call numbered;
    private boolean mayBeDone;
    private @Nullable Outcome refusal;

    Attempts(Call call, SessionState state) {
        this.call = call;
        this.state = state;
        this.numbered = call;
    }

    /** What to send now. The number stays the same as long as the session does: so a server knows a copy. */
    Call next() {
        if (call.verb() == Verb.STATUS && state.held().index() > 0) {
            return call.with("index", state.held().index());
        }
        SessionIdentity now = state.identity();
        if (call.changesLocks() && now != null && !now.equals(sentIn)) {
            // With the old session ended whatever it did in it, so this is a new request.
            mayBeDone = false;
            sentIn = now;
            numbered = call.with("req", state.nextRequest());
        }
        return numbered;
    }

    /** Takes note of what one attempt brought; whether that is the last word. */
    boolean settled(Outcome outcome) {
        if (outcome instanceof Outcome.Answered answered) {
            Reply reply = answered.reply();
            state.held().answered(call, reply);
            if (reply.is(ErrorCode.SESSION_EXPIRED) || reply.is(ErrorCode.TAKEN_OVER)) {
                state.lost(reply.line().message());
            }
            switch (reply.kind()) {
                case FINAL -> {
                    return true;
                }
                case RETRY_SAFE -> refusal = outcome;
                case OUTCOME_UNKNOWN -> mayBeDone = call.changesLocks();
            }
        } else if (outcome instanceof Outcome.Unknown) {
            mayBeDone |= call.changesLocks();
        }
        return false;
    }

    /** The last word when time is up. {@code why} is a clause fit for the user. */
    Outcome givenUp(String why) {
        if (mayBeDone) {
            return new Outcome.Unknown(why);
        }
        return refusal != null ? refusal : new Outcome.NotDone(why);
    }
}
