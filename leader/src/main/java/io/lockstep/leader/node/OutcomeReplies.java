package io.lockstep.leader.node;

import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.lock.Hold;
import io.lockstep.common.lock.LockName;
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
        return line.option("owner", hold.clientId())
                .option("address", hold.clientAddress())
                .option("server", hold.server())
                .option("token", hold.token());
    }

    /** For how long a lock has been held, in cluster time. */
    String heldFor(Hold hold) {
        return Durations.format(Math.max(0, map.clusterMillisAbout() - hold.sinceClusterMillis()));
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

    /** The leader refused what was asked about the lock {@code name}. */
    void refused(Exchange exchange, LockName name, CommandResult.Refused reason, long index) {
        if (reason instanceof CommandResult.HeldByOther held) {
            String message = "held by client " + held.hold().clientId() + " for " + heldFor(held.hold());
            exchange.reply(withHolder(exchange.error(ErrorCode.HELD), held.hold(), index)
                    .message(message));
        } else if (reason instanceof CommandResult.NotOwner notOwner) {
            String message = "owned by client " + notOwner.hold().clientId() + "; only the owner can release it";
            exchange.reply(withHolder(exchange.error(ErrorCode.NOT_OWNER), notOwner.hold(), index)
                    .message(message));
        } else if (reason instanceof CommandResult.AlreadyHolds already) {
            exchange.reply(alreadyHolds(exchange, name, already, index));
        } else if (reason instanceof CommandResult.NotHeld) {
            exchange.reply(exchange.error(ErrorCode.NOT_HELD)
                    .value(name.text())
                    .option("index", index)
                    .message("no such lock: nobody holds it"));
        } else if (reason instanceof CommandResult.StaleToken stale) {
            exchange.reply(exchange.error(ErrorCode.STALE_TOKEN)
                    .value(name.text())
                    .option("token", stale.hold().token())
                    .option("index", index)
                    .message("you hold it under another token; the grant you mean is over"));
        } else {
            sessionRefused(exchange, reason, index);
        }
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

    private Line withHolder(Line line, Hold hold, long index) {
        return holder(line.value(hold.name().text()), hold)
                .option("held", heldFor(hold))
                .option("index", index);
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
