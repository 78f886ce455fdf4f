package io.lockstep.follower.client;

import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.LockName;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.follower.forwarding.Outcome;

/** Replies to requests that were not carried out or whose outcome is unknown: the code, and what the client can do. */
final class Replies {

    private final RefusalReplies refusals;

    Replies(LockOptions options) {
        this.refusals = new RefusalReplies(options);
    }

    void busy(ClientRequest request) {
        request.refuse(ErrorCode.BUSY, "too many requests are pending at this server; try again");
    }

    void authRequired(ClientRequest request) {
        request.refuse(ErrorCode.AUTH_REQUIRED, "this cluster has users: say who you are with AUTH token=...");
    }

    void staleRequest(ClientRequest request, long number) {
        request.refuse(
                ErrorCode.STALE_REQUEST,
                "the answer to req=" + number + " is no longer kept; use a number larger than any before");
    }

    /** The session could not be opened, so the request was not submitted. */
    void noSession(ClientRequest request, Outcome outcome) {
        if (outcome instanceof Outcome.Decided decided && decided.result() instanceof CommandResult.Refused refused) {
            sessionRefused(request, refused, decided.index());
        } else if (outcome instanceof Outcome.Decided) {
            request.refuse(ErrorCode.SESSION_EXPIRED, "the session has ended; its locks are lost");
        } else {
            request.refuse(ErrorCode.NO_LEADER, "no session could be opened: there is no leader; try again");
        }
    }

    /** There was no decision in time. */
    void undecided(ClientRequest request, Outcome outcome) {
        if (outcome instanceof Outcome.Unknown) {
            request.refuse(
                    ErrorCode.OUTCOME_UNKNOWN,
                    "no answer from a leader in time; the request may have taken effect: ask STATUS, or retry with the"
                            + " same req=");
        } else {
            request.refuse(ErrorCode.NO_LEADER, "no leader in time; the request had no effect: try again");
        }
    }

    /** A request for the lock {@code name} was refused, or its wait ended without a grant. */
    void notDone(ClientRequest request, LockName name, Outcome.Decided outcome) {
        if (!refusals.reply(request, name, outcome)) {
            sessionRefused(request, outcome.result(), outcome.index());
        }
    }

    /** Replies to a refusal that is about the session or a bound, not about a lock. */
    void sessionRefused(ClientRequest request, CommandResult reason, long index) {
        if (reason instanceof CommandResult.NoSession) {
            request.refuse(
                    ErrorCode.SESSION_EXPIRED,
                    "there is no such session: it has ended, never existed, or has another key or user");
        } else if (reason instanceof CommandResult.TakenOver) {
            request.refuse(ErrorCode.TAKEN_OVER, "the session was resumed on another connection");
            request.conversation().close();
        } else if (reason instanceof CommandResult.StaleRequest stale) {
            request.reply(request.error(ErrorCode.STALE_REQUEST)
                    .option("index", index)
                    .message("the answer is no longer kept; the oldest kept is req=" + stale.oldestKept()));
        } else if (reason instanceof CommandResult.Full full) {
            request.refuse(ErrorCode.LIMIT, "the bound of " + full.limit() + " " + full.bound() + " is reached");
        } else if (reason instanceof CommandResult.NotAUser) {
            authRequired(request);
        } else if (reason instanceof CommandResult.HeapTooSmall heap) {
            request.refuse(
                    ErrorCode.LIMIT,
                    "the heap of the leader allows a lock map of " + heap.mapBytesMax()
                            + " bytes; start the servers with a larger heap first (-Xmx)");
        } else if (reason instanceof CommandResult.LevelTooLow low) {
            request.refuse(
                    ErrorCode.FEATURE_LEVEL,
                    "this needs feature level " + low.needed() + ", and the cluster has level " + low.featureLevel()
                            + ": first run a newer version on every server; NODES has their versions");
        } else if (reason instanceof CommandResult.OutOfPlace) {
            request.refuse(ErrorCode.NO_LEADER, "the cluster is being founded; try again");
        } else {
            throw new IllegalStateException("no reply for " + reason);
        }
    }
}
