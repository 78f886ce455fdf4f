package io.lockstep.leader.node;

import io.lockstep.common.lock.Command;
import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;

/** CANCEL: ends the wait of a LOCK of the same session. */
final class CancelRequests {

    private final NodeServices node;
    private final OutcomeReplies replies;

    CancelRequests(NodeServices node) {
        this.node = node;
        this.replies = new OutcomeReplies(node.map());
    }

    void cancel(Exchange exchange, Request.Cancel request) {
        if (node.pending().full()) {
            replies.busy(exchange);
            return;
        }
        SessionBinding session = exchange.conversation().session();
        LocksUnderWay locks = session.locksUnderWay();
        LocksUnderWay.LockUnderWay lock =
                request.number() == 0 ? locks.tagged(request.tag()) : locks.numbered(request.number());
        if (lock != null) {
            // While it is on its way it is not known to the leader: it could come to stand in line after it was
            // cancelled.
            lock.whenSettled(() -> {
                if (lock.isRefused() || session.stage() != SessionBinding.Stage.OPEN) {
                    reply(exchange, false, node.map().appliedIndex());
                } else {
                    submit(exchange, session, lock.number());
                }
            });
        } else if (request.number() != 0 && session.stage() == SessionBinding.Stage.OPEN) {
            submit(exchange, session, request.number());
        } else {
            reply(exchange, false, node.map().appliedIndex());
        }
    }

    private void submit(Exchange exchange, SessionBinding session, long number) {
        Command command = new Command.CancelWait(session.number(), session.generation(), number);
        node.pending().submit(command, outcome -> {
            if (!(outcome instanceof Outcome.Decided decided)) {
                replies.undecided(exchange, outcome);
            } else if (decided.result() instanceof CommandResult.WaitCancelled) {
                reply(exchange, true, decided.index());
            } else if (decided.result() instanceof CommandResult.NotWaiting) {
                reply(exchange, false, decided.index());
            } else if (decided.result() instanceof CommandResult.Refused refused) {
                replies.sessionRefused(exchange, refused, decided.index());
            } else {
                throw new IllegalStateException("CANCEL came to " + decided.result());
            }
        });
    }

    private static void reply(Exchange exchange, boolean cancelled, long index) {
        exchange.reply(exchange.ok(Verb.CANCEL)
                .option("cancelled", cancelled ? "yes" : "no")
                .option("index", index));
    }
}
