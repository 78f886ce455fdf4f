package io.lockstep.leader.node;

import io.lockstep.common.lock.Hold;
import io.lockstep.common.lock.LockName;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.UtcTime;
import io.lockstep.common.protocol.Verb;
import java.util.List;

/** STATUS and LIST: answered from this server's own map. */
final class MapRequests {

    private final NodeServices node;
    private final OutcomeReplies replies;

    MapRequests(NodeServices node) {
        this.node = node;
        this.replies = new OutcomeReplies(node.map());
    }

    void status(Exchange exchange, Request.Status request) {
        Runnable read = () -> exchange.reply(status(exchange, request.name()));
        if (!request.sync()) {
            node.localReads().whenAt(request.index(), exchange, read);
            return;
        }
        if (node.pending().full()) {
            replies.busy(exchange);
            return;
        }
        node.pending().confirmRead(outcome -> {
            if (outcome instanceof Outcome.MapReady) {
                node.localReads().whenAt(request.index(), exchange, read);
            } else {
                replies.undecided(exchange, outcome);
            }
        });
    }

    private Line status(Exchange exchange, LockName name) {
        Hold hold = node.map().machine().holder(name);
        Line line = exchange.ok(Verb.STATUS).value(name.text());
        long index = node.map().appliedIndex();
        if (hold == null) {
            return line.option("state", "free").option("index", index).message("no such lock");
        }
        return replies.holder(line.option("state", "held"), hold)
                .option("since", UtcTime.format(hold.sinceWallMillis()))
                .option("held", replies.heldFor(hold))
                .option("index", index);
    }

    void list(Exchange exchange, Request.List request) {
        node.localReads().whenAt(0, exchange, () -> page(exchange, request));
    }

    private void page(Exchange exchange, Request.List request) {
        List<Hold> holds = node.map().machine().holds(request.prefix(), request.after(), request.limit() + 1);
        boolean more = holds.size() > request.limit();
        List<Hold> page = more ? holds.subList(0, request.limit()) : holds;
        for (Hold hold : page) {
            exchange.send(replies.holder(exchange.row().value(hold.name().text()), hold)
                    .option("held", replies.heldFor(hold)));
        }
        Line line = exchange.ok(Verb.LIST)
                .option("n", page.size())
                .option("index", node.map().appliedIndex());
        exchange.reply(more ? line.option("more", "yes") : line);
    }
}
