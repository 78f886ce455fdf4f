package io.lockstep.leader.node;

import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.lock.Hold;
import io.lockstep.common.lock.LockMode;
import io.lockstep.common.lock.LockName;
import io.lockstep.common.lock.LockStatus;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;

/** How refusals, and requests without an answer, are told to the client: the code, who is in the way, what to do. */
final class OutcomeReplies {

    private final ReplicatedMap map;

    OutcomeReplies(ReplicatedMap map) {
        this.map = map;
    }

    /** Adds what a refusal or a status says of the holder. */
    Line holder(Line line, Hold hold) {
        line.option("owner", hold.clientId());
        label(line, hold.label());
        line.option("address", hold.clientAddress())
                .option("server", hold.server())
                .option("token", hold.token());
        return mode(line, hold.mode());
    }

    static void label(Line line, String label) {
        if (!label.isEmpty()) {
            line.option("label", label);
        }
    }

    /** Adds how a lock is held, or asked for. */
    static Line mode(Line line, LockMode mode) {
        if (mode.isSemaphore()) {
            return line.option("mode", "semaphore").option("permits", mode.holdersMax());
        }
        return line.option("mode", mode.equals(LockMode.SHARED) ? "shared" : "exclusive");
    }

    /** Adds how many hold the lock, if several, and how many wait, if any. */
    static Line crowd(Line line, LockStatus status) {
        if (status.holders() > 1) {
            line.option("holders", status.holders());
        }
        return status.waiting() > 0 ? line.option("waiting", status.waiting()) : line;
    }

    /** For how long a lock has been held, in cluster time. */
    String heldFor(Hold hold) {
        return since(hold.sinceClusterMillis());
    }

    /** How long ago a moment of cluster time was. */
    String since(long clusterMillis) {
        return Durations.format(Math.max(0, map.clusterMillisAbout() - clusterMillis));
    }

    /** How long it is until a moment of cluster time. */
    String until(long clusterMillis) {
        return Durations.format(Math.max(0, clusterMillis - map.clusterMillisAbout()));
    }

    void busy(Exchange exchange) {
        exchange.refuse(ErrorCode.BUSY, "too many requests are pending at this server; try again");
    }

    void staleRequest(Exchange exchange, long number) {
        exchange.refuse(
                ErrorCode.STALE_REQUEST,
                "the answer to req=" + number + " is no longer kept; use a number larger than any before");
    }

    /** A session could not be opened, and so the request was not sent on at all. */
    void noSession(Exchange exchange, Outcome outcome) {
        if (outcome instanceof Outcome.Decided decided && decided.result() instanceof CommandResult.Refused refused) {
            sessionRefused(exchange, refused, decided.index());
        } else if (outcome instanceof Outcome.Decided) {
            exchange.refuse(ErrorCode.SESSION_EXPIRED, "the session has ended; its locks are lost");
        } else {
            exchange.refuse(ErrorCode.NO_LEADER, "no session could be opened: there is no leader; try again");
        }
    }

    /** No decision in time. */
    void undecided(Exchange exchange, Outcome outcome) {
        if (outcome instanceof Outcome.Unknown) {
            exchange.refuse(
                    ErrorCode.OUTCOME_UNKNOWN,
                    "no answer from a leader in time; it may have happened: ask STATUS, or send the same req= again");
        } else {
            exchange.refuse(ErrorCode.NO_LEADER, "no leader in time; nothing has happened: try again");
        }
    }

    /** What was asked about the lock {@code name} was not done, or waited and was not granted. */
    void notDone(Exchange exchange, LockName name, Outcome.Decided outcome) {
        CommandResult reason = outcome.result();
        long index = outcome.index();
        if (reason instanceof CommandResult.HeldByOther held) {
            Line line = holder(
                    exchange.error(ErrorCode.HELD).value(held.hold().name().text()), held.hold());
            inTheWay(line, held.hold(), outcome);
            exchange.reply((held.waiting() > 0 ? line.option("waiting", held.waiting()) : line)
                    .option("index", index)
                    .message("held by " + clientOf(held.hold()) + " for " + heldFor(held.hold())));
        } else if (reason instanceof CommandResult.NotOwner notOwner) {
            Line line = holder(
                    exchange.error(ErrorCode.NOT_OWNER)
                            .value(notOwner.hold().name().text()),
                    notOwner.hold());
            inTheWay(line, notOwner.hold(), outcome);
            exchange.reply(line.option("index", index)
                    .message("owned by " + clientOf(notOwner.hold()) + "; only the owner can release it"));
        } else if (reason instanceof CommandResult.AlreadyHolds already) {
            exchange.reply(alreadyHolds(exchange, name, already, index));
        } else if (reason instanceof CommandResult.NotHeld notHeld) {
            refuse(exchange, ErrorCode.NOT_HELD, notHeld.name(), index, "no such lock: nobody holds it");
        } else if (reason instanceof CommandResult.StaleToken stale) {
            exchange.reply(exchange.error(ErrorCode.STALE_TOKEN)
                    .value(stale.hold().name().text())
                    .option("token", stale.hold().token())
                    .option("index", index)
                    .message("it is held under another token; the grant you mean is over"));
        } else if (reason instanceof CommandResult.TimedOut) {
            exchange.reply(timedOut(exchange, name, index));
        } else if (reason instanceof CommandResult.Cancelled) {
            refuse(exchange, ErrorCode.CANCELLED, name, index, "the wait was cancelled");
        } else {
            new WaitReplies(this).refused(exchange, name, reason, index);
        }
    }

    void refuse(Exchange exchange, ErrorCode code, LockName name, long index, String message) {
        exchange.reply(
                exchange.error(code).value(name.text()).option("index", index).message(message));
    }

    private static String clientOf(Hold hold) {
        return "client " + hold.clientId() + (hold.label().isEmpty() ? "" : " (" + hold.label() + ")");
    }

    private void inTheWay(Line line, Hold hold, Outcome.Decided outcome) {
        line.option("held", heldFor(hold));
        if (outcome.leaseMillis() > 0) {
            line.option("lease", Durations.format(outcome.leaseMillis()));
        }
    }

    private Line timedOut(Exchange exchange, LockName name, long index) {
        LockStatus status = map.machine().status(name);
        Line line = exchange.error(ErrorCode.TIMEOUT).value(name.text());
        Hold oldest = status.oldest();
        if (oldest != null) {
            holder(line, oldest).option("held", heldFor(oldest));
        }
        return crowd(line, status).option("index", index).message("the wait is over; the lock was not granted");
    }

    private Line alreadyHolds(Exchange exchange, LockName name, CommandResult.AlreadyHolds already, long index) {
        boolean sameName = already.hold().name().equals(name);
        String message = sameName
                ? "you hold this lock already"
                : "you hold \"" + already.hold().name().text() + "\" already, and a client may hold "
                        + already.locksPerClient() + "; release it first";
        return exchange.error(ErrorCode.ALREADY)
                .value(already.hold().name().text())
                .option("token", already.hold().token())
                .option("limit", already.locksPerClient())
                .option("index", index)
                .message(message);
    }

    /** A refusal that has to do with the session or a bound, not with a lock. */
    void sessionRefused(Exchange exchange, CommandResult.Refused reason, long index) {
        if (reason instanceof CommandResult.NoSession) {
            exchange.refuse(
                    ErrorCode.SESSION_EXPIRED, "there is no such session: it ended, never was, or has another key");
        } else if (reason instanceof CommandResult.TakenOver) {
            exchange.refuse(ErrorCode.TAKEN_OVER, "the session was taken up at another connection");
            exchange.conversation().close();
        } else if (reason instanceof CommandResult.StaleRequest stale) {
            exchange.reply(exchange.error(ErrorCode.STALE_REQUEST)
                    .option("index", index)
                    .message("the answer is no longer kept; the oldest kept is req=" + stale.oldestKept()));
        } else if (reason instanceof CommandResult.Full full) {
            exchange.refuse(ErrorCode.LIMIT, "the bound of " + full.limit() + " " + full.bound() + " is reached");
        } else if (reason instanceof CommandResult.OutOfPlace) {
            exchange.refuse(ErrorCode.NO_LEADER, "the cluster is being founded; try again");
        } else {
            throw new IllegalStateException("no reply for " + reason);
        }
    }
}
