package io.lockstep.leader.node;

import io.lockstep.common.lock.AuditRecord;
import io.lockstep.common.lock.Hold;
import io.lockstep.common.lock.LockName;
import io.lockstep.common.lock.LockStatus;
import io.lockstep.common.lock.Session;
import io.lockstep.common.lock.Waiter;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.UtcTime;
import io.lockstep.common.protocol.Verb;
import java.util.List;

/** STATUS, WHO, LIST and AUDIT: answered from this server's own map. */
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
        node.localReads().confirm(outcome -> {
            if (outcome instanceof Outcome.MapReady) {
                node.localReads().whenAt(request.index(), exchange, read);
            } else {
                replies.undecided(exchange, outcome);
            }
        });
    }

    private Line status(Exchange exchange, LockName name) {
        LockStatus status = node.map().machine().status(name);
        Hold oldest = status.oldest();
        Line line = exchange.ok(Verb.STATUS).value(name.text());
        long index = node.map().appliedIndex();
        if (oldest != null) {
            replies.holder(line.option("state", "held"), oldest)
                    .option("since", UtcTime.format(oldest.sinceWallMillis()))
                    .option("held", replies.heldFor(oldest));
            return OutcomeReplies.crowd(line, status).option("index", index);
        }
        if (status.blockedUntilMillis() != 0) {
            line.option("state", "delayed").option("remaining", replies.until(status.blockedUntilMillis()));
            return OutcomeReplies.crowd(line, status).option("index", index);
        }
        return OutcomeReplies.crowd(line.option("state", "free"), status)
                .option("index", index)
                .message("no such lock");
    }

    void who(Exchange exchange, Request.Who request) {
        node.localReads().whenAt(0, exchange, () -> who(exchange, request.name(), request.limit()));
    }

    private void who(Exchange exchange, LockName name, int limit) {
        LockStatus status = node.map().machine().status(name);
        List<Hold> holders = node.map().machine().holders(name, limit);
        List<Waiter> waiters = node.map().machine().waiters(name, limit - holders.size());
        for (Hold hold : holders) {
            exchange.send(holderRow(exchange, hold));
        }
        for (Waiter waiter : waiters) {
            exchange.send(waiterRow(exchange, waiter));
        }
        Line line = exchange.ok(Verb.WHO)
                .value(name.text())
                .option("holders", status.holders())
                .option("waiting", status.waiting())
                .option("index", node.map().appliedIndex());
        boolean more = holders.size() + waiters.size() < status.holders() + status.waiting();
        exchange.reply(more ? line.option("more", "yes") : line);
    }

    private Line holderRow(Exchange exchange, Hold hold) {
        Line row = exchange.row().value("holder").option("owner", hold.clientId());
        OutcomeReplies.label(row, hold.label());
        row.option("address", hold.clientAddress())
                .option("server", hold.server())
                .option("session", hold.session())
                .option("token", hold.token());
        OutcomeReplies.mode(row, hold.mode()).option("held", replies.heldFor(hold));
        return life(row, hold.session());
    }

    private Line waiterRow(Exchange exchange, Waiter waiter) {
        Line row =
                exchange.row().value("waiter").option("pos", waiter.position()).option("owner", waiter.clientId());
        OutcomeReplies.label(row, waiter.label());
        row.option("address", waiter.clientAddress())
                .option("server", waiter.server())
                .option("session", waiter.session());
        OutcomeReplies.mode(row, waiter.mode())
                .option("waited", replies.since(waiter.sinceClusterMillis()))
                .option("remaining", replies.until(waiter.deadlineClusterMillis()));
        return life(row, waiter.session());
    }

    /** Adds how long a session lives: its TTL, and at the leader what is left of it. */
    private Line life(Line row, long number) {
        Session session = node.map().machine().session(number);
        if (session != null) {
            row.option("ttl", Durations.format(session.ttlMillis()));
        }
        Leadership leadership = node.leaderLink().leadership();
        return leadership == null
                ? row
                : row.option("lease", Durations.format(leadership.leases().remainingMillis(number)));
    }

    void list(Exchange exchange, Request.List request) {
        node.localReads().whenAt(0, exchange, () -> page(exchange, request));
    }

    private void page(Exchange exchange, Request.List request) {
        List<LockStatus> locks = node.map().machine().held(request.prefix(), request.after(), request.limit() + 1);
        boolean more = locks.size() > request.limit();
        List<LockStatus> page = more ? locks.subList(0, request.limit()) : locks;
        for (LockStatus status : page) {
            Hold oldest = status.oldest();
            if (oldest != null) {
                Line row = replies.holder(exchange.row().value(oldest.name().text()), oldest)
                        .option("held", replies.heldFor(oldest));
                exchange.send(OutcomeReplies.crowd(row, status));
            }
        }
        exchange.reply(paged(exchange.ok(Verb.LIST), page.size(), more));
    }

    void audit(Exchange exchange, Request.Audit request) {
        node.localReads().whenAt(0, exchange, () -> auditPage(exchange, request));
    }

    private void auditPage(Exchange exchange, Request.Audit request) {
        List<AuditRecord> records = node.map().machine().audit(request.after(), request.limit() + 1);
        boolean more = records.size() > request.limit();
        List<AuditRecord> page = more ? records.subList(0, request.limit()) : records;
        page.forEach(audited -> exchange.send(auditRow(exchange, audited)));
        exchange.reply(paged(exchange.ok(Verb.AUDIT), page.size(), more));
    }

    private static Line auditRow(Exchange exchange, AuditRecord audited) {
        Hold hold = audited.hold();
        Line row = exchange.row()
                .option("n", audited.number())
                .option("name", hold.name().text())
                .option("token", hold.token())
                .option("owner", hold.clientId());
        OutcomeReplies.label(row, hold.label());
        row.option("owner_address", hold.clientAddress());
        if (!audited.operator().isEmpty()) {
            row.option("operator", audited.operator());
        }
        return row.option("from", audited.operatorAddress())
                .option("reason", audited.reason())
                .option("at", UtcTime.format(audited.wallMillis()));
    }

    private Line paged(Line line, int rows, boolean more) {
        line.option("n", rows).option("index", node.map().appliedIndex());
        return more ? line.option("more", "yes") : line;
    }
}
