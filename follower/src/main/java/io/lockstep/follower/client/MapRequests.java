package io.lockstep.follower.client;

import io.lockstep.common.access.Right;
import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.LockStatus;
import io.lockstep.common.command.WaiterStatus;
import io.lockstep.common.lock.Session;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.UtcTime;
import io.lockstep.common.protocol.Verb;
import io.lockstep.common.record.GrantHistory;
import io.lockstep.follower.access.Access;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.session.SessionRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Handles STATUS, WHO, HISTORY, LIST, SESSIONS and AUDIT from this server's own map. */
final class MapRequests {

    /** A request looks at no more sessions than this, however few have the label. About a millisecond of work. */
    private static final int SESSIONS_SEEN_MAX = 10_000;

    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final LocalReads localReads;
    private final SessionRows sessionRows;
    private final LockOptions options;
    private final Replies replies;
    private final Access access;

    MapRequests(
            ReplicatedMap map,
            PendingRequests pending,
            LocalReads localReads,
            SessionRows sessionRows,
            LockOptions options,
            Replies replies,
            Access access) {
        this.map = map;
        this.pending = pending;
        this.localReads = localReads;
        this.sessionRows = sessionRows;
        this.options = options;
        this.replies = replies;
        this.access = access;
    }

    void status(ClientRequest request, Request.Status status) {
        if (!status.sync()) {
            localStatus(request, status);
        } else if (pending.full()) {
            replies.busy(request);
        } else {
            pending.confirmRead(request.sentTo(outcome -> {
                if (outcome instanceof Outcome.MapReady) {
                    localStatus(request, status);
                } else {
                    replies.undecided(request, outcome);
                }
            }));
        }
    }

    private void localStatus(ClientRequest request, Request.Status status) {
        localReads.whenAt(status.index(), request, () -> request.reply(status(request, status.name())));
    }

    private Line status(ClientRequest request, LockName name) {
        LockStatus status = map.machine().status(name);
        HolderStatus oldest = status.oldest();
        Line line = request.ok(Verb.STATUS).value(name.text());
        long index = map.appliedIndex();
        if (oldest != null) {
            LockOptions.holder(line.option("state", "held"), oldest)
                    .option("since", UtcTime.format(oldest.sinceWallMillis()))
                    .option("held", options.heldFor(oldest));
            return LockOptions.crowd(line, status).option("index", index);
        }
        if (status.blockedUntilMillis() != 0) {
            line.option("state", "delayed").option("remaining", options.until(status.blockedUntilMillis()));
            return LockOptions.crowd(line, status).option("index", index);
        }
        return LockOptions.crowd(line.option("state", "free"), status)
                .option("index", index)
                .message("no such lock");
    }

    void who(ClientRequest request, Request.Who who) {
        localReads.whenAt(0, request, () -> who(request, who.name(), who.limit()));
    }

    private void who(ClientRequest request, LockName name, int limit) {
        LockStatus status = map.machine().status(name);
        List<HolderStatus> holders = map.machine().holders(name, limit);
        List<WaiterStatus> waiters = map.machine().waiters(name, limit - holders.size());
        List<Supplier<Line>> rows = new ArrayList<>();
        holders.forEach(holder -> rows.add(() -> holderRow(request, holder)));
        waiters.forEach(waiter -> rows.add(() -> waiterRow(request, waiter)));
        int sent = send(request, rows);
        Line line = request.ok(Verb.WHO)
                .value(name.text())
                .option("holders", status.holders())
                .option("waiting", status.waiting())
                .option("index", map.appliedIndex());
        boolean more = sent < status.holders() + status.waiting();
        request.reply(more ? line.option("more", "yes") : line);
    }

    /** Sends as many of these rows as one reply takes; returns their number. */
    private static int send(ClientRequest request, List<Supplier<Line>> rows) {
        int sent = 0;
        while (sent < rows.size() && request.hasRoomForRow()) {
            request.send(rows.get(sent++).get());
        }
        return sent;
    }

    private Line holderRow(ClientRequest request, HolderStatus holder) {
        Line row = request.row().value("holder").option("owner", holder.clientId());
        LockOptions.label(row, holder.label());
        row.option("address", holder.clientAddress())
                .option("server", holder.server())
                .option("session", holder.session())
                .option("token", holder.token());
        LockOptions.mode(row, holder.mode()).option("held", options.heldFor(holder));
        return sessionRows.life(row, holder.session());
    }

    private Line waiterRow(ClientRequest request, WaiterStatus waiter) {
        Line row =
                request.row().value("waiter").option("pos", waiter.position()).option("owner", waiter.clientId());
        LockOptions.label(row, waiter.label());
        row.option("address", waiter.clientAddress())
                .option("server", waiter.server())
                .option("session", waiter.session());
        LockOptions.mode(row, waiter.mode())
                .option("waited", options.since(waiter.sinceClusterMillis()))
                .option("remaining", options.until(waiter.deadlineClusterMillis()));
        return sessionRows.life(row, waiter.session());
    }

    void history(ClientRequest request, Request.History history) {
        localReads.whenAt(0, request, () -> historyPage(request, history));
    }

    /** Present holders come first, on the first page. */
    private void historyPage(ClientRequest request, Request.History asked) {
        GrantHistory history = map.machine().history();
        long at = asked.atWallMillis();
        List<Supplier<Line>> rows = new ArrayList<>();
        if (asked.before() == Long.MAX_VALUE) {
            map.machine().holders(asked.name(), asked.limit() + 1).stream()
                    .filter(holder -> at == 0 || holder.sinceWallMillis() <= at)
                    .forEach(holder ->
                            rows.add(() -> LockOptions.holder(request.row().value("holder"), holder)
                                    .option("since", UtcTime.format(holder.sinceWallMillis()))
                                    .option("held", options.heldFor(holder))));
        }
        int room = asked.limit() + 1 - rows.size();
        history.page(asked.name(), asked.before(), past -> at == 0 || past.covers(at), room)
                .forEach(past -> rows.add(() -> LockOptions.past(request.row(), past)));
        int sent = send(request, rows.subList(0, Math.min(rows.size(), asked.limit())));
        Line line = paged(request.ok(Verb.HISTORY).value(asked.name().text()), sent, sent < rows.size());
        if (at > 0) {
            line.option("at", UtcTime.format(at));
        }
        if (history.bytesMax() == 0) {
            line.option("history", "off");
        } else if (history.droppedWallMillis() > 0) {
            line.option("complete_since", UtcTime.format(history.droppedWallMillis()));
        }
        request.reply(line);
    }

    void list(ClientRequest request, Request.List list) {
        localReads.whenAt(0, request, () -> page(request, list));
    }

    private void page(ClientRequest request, Request.List list) {
        List<String> prefixes = access.prefixes(request.conversation().login(), Right.READ, list.prefix());
        List<LockStatus> locks = options.held(prefixes, list.after(), list.limit() + 1, list.awaited());
        int sent = options.sendRows(request, locks, list.limit());
        request.reply(paged(request.ok(Verb.LIST), sent, sent < locks.size()));
    }

    void sessions(ClientRequest request, Request.Sessions asked) {
        localReads.whenAt(0, request, () -> {
            if (asked.number() == 0) {
                sessionPage(request, asked);
            } else {
                oneSession(request, asked.number(), asked.limit());
            }
        });
    }

    private void sessionPage(ClientRequest request, Request.Sessions asked) {
        int sent = 0;
        int seen = 0;
        long last = asked.after();
        for (Session session : map.machine().sessions(asked.after())) {
            if (seen == SESSIONS_SEEN_MAX || sent == asked.limit() || !request.hasRoomForRow()) {
                request.reply(paged(request.ok(Verb.SESSIONS), sent, true).option("after", last));
                return;
            }
            if (session.label().startsWith(asked.prefix())) {
                request.send(sessionRows.describe(request.row(), session));
                sent++;
            }
            seen++;
            last = session.number();
        }
        request.reply(paged(request.ok(Verb.SESSIONS), sent, false));
    }

    private void oneSession(ClientRequest request, long number, int limit) {
        Session session = map.machine().session(number);
        Line line = request.ok(Verb.SESSIONS);
        if (session == null) {
            request.reply(line.option("state", "ended")
                    .option("session", number)
                    .option("index", map.appliedIndex())
                    .message("no such session"));
            return;
        }
        List<HolderStatus> held = map.machine().heldBy(session, limit + 1);
        List<WaiterStatus> awaited = map.machine().awaitedBy(session, limit + 1 - held.size());
        List<Supplier<Line>> rows = new ArrayList<>();
        held.forEach(grant -> rows.add(() -> options.held(request.row(), grant)));
        awaited.forEach(wait -> rows.add(() -> options.awaited(request.row(), wait)));
        int sent = send(request, rows.subList(0, Math.min(rows.size(), limit)));
        request.reply(paged(sessionRows.describe(line.option("state", "open"), session), sent, sent < rows.size()));
    }

    void audit(ClientRequest request, Request.Audit audit) {
        localReads.whenAt(0, request, () -> auditPage(request, audit));
    }

    private void auditPage(ClientRequest request, Request.Audit audit) {
        List<AuditRecord> records = map.machine().audit(audit.after(), audit.limit() + 1);
        List<Supplier<Line>> rows = new ArrayList<>();
        records.stream().limit(audit.limit()).forEach(record -> rows.add(() -> auditRow(request, record)));
        int sent = send(request, rows);
        request.reply(paged(request.ok(Verb.AUDIT), sent, sent < records.size()));
    }

    private static Line auditRow(ClientRequest request, AuditRecord audited) {
        Line row = request.row().option("n", audited.number());
        if (audited.act() instanceof AuditRecord.ForcedRelease forced) {
            HolderStatus holder = forced.holder();
            row.option("name", holder.name().text())
                    .option("token", holder.token())
                    .option("owner", holder.clientId());
            LockOptions.label(row, holder.label());
            row.option("owner_address", holder.clientAddress());
        } else if (audited.act() instanceof AuditRecord.ServerRemoval removal) {
            row.option("server", removal.server())
                    .option("way", removal.way().name().toLowerCase(Locale.ROOT));
        } else if (audited.act() instanceof AuditRecord.Restoration restoration) {
            row.option("restored_cluster", restoration.clusterId()).option("restored_index", restoration.index());
        } else if (audited.act() instanceof AuditRecord.LossAccepted loss) {
            row.option("server", loss.server()).option("kept", loss.kept()).option("known", loss.known());
        } else if (audited.act() instanceof AuditRecord.UserChange change) {
            row.option("user", change.user()).option("change", change.change());
        } else if (audited.act() instanceof AuditRecord.Refusals refusals) {
            row.option("refused", refusals.verb())
                    .option("times", refusals.times())
                    .option("server", refusals.server());
        } else if (audited.act() instanceof AuditRecord.MapBytesSet set) {
            row.option("map_bytes", set.now()).option("map_bytes_before", set.before());
        }
        if (!audited.operator().isEmpty()) {
            row.option("operator", audited.operator());
        }
        row.option("from", audited.operatorAddress());
        if (!audited.reason().isEmpty()) {
            row.option("reason", audited.reason());
        }
        return row.option("at", UtcTime.format(audited.wallMillis()));
    }

    private Line paged(Line line, int rows, boolean more) {
        line.option("n", rows).option("index", map.appliedIndex());
        return more ? line.option("more", "yes") : line;
    }
}
