package io.lockstep.follower.client;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.session.LocalSession;

/** Handles CANCEL, which ends the wait of a LOCK of the same session. */
final class CancelRequests {

    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final Replies replies;

    CancelRequests(ReplicatedMap map, PendingRequests pending, Replies replies) {
        this.map = map;
        this.pending = pending;
        this.replies = replies;
    }

    void cancel(ClientRequest request, Request.Cancel cancel) {
        if (pending.full()) {
            replies.busy(request);
            return;
        }
        LocalSession session = request.session();
        LocksUnderWay locks = request.conversation().locksUnderWay();
        ClientRequest lock = cancel.number() == 0 ? locks.tagged(cancel.tag()) : locks.numbered(cancel.number());
        if (lock != null) {
            // Until the LOCK has reached the leader, it could be queued after its cancellation.
            lock.whenSettled(() -> {
                if (lock.isRefused() || !session.isOpen()) {
                    reply(request, false, map.appliedIndex());
                } else {
                    submit(request, lock.numberInSession());
                }
            });
        } else if (cancel.number() != 0 && session.isOpen()) {
            submit(request, cancel.number());
        } else {
            reply(request, false, map.appliedIndex());
        }
    }

    private void submit(ClientRequest request, long number) {
        LocalSession session = request.session();
        pending.submit(
                new Command.CancelWait(session.number(), session.generation(), number),
                request.sentTo(outcome -> decided(request, outcome)));
    }

    private void decided(ClientRequest request, Outcome outcome) {
        if (!(outcome instanceof Outcome.Decided decided)) {
            replies.undecided(request, outcome);
        } else if (decided.result() instanceof CommandResult.WaitCancelled) {
            reply(request, true, decided.index());
        } else if (decided.result() instanceof CommandResult.NotWaiting) {
            reply(request, false, decided.index());
        } else if (decided.result() instanceof CommandResult.Refused refused) {
            replies.sessionRefused(request, refused, decided.index());
        } else {
            throw new IllegalStateException("CANCEL got " + decided.result());
        }
    }

    private static void reply(ClientRequest request, boolean cancelled, long index) {
        request.reply(request.ok(Verb.CANCEL)
                .option("cancelled", cancelled ? "yes" : "no")
                .option("index", index));
    }
}
