package io.lockstep.leader.node;

import io.lockstep.common.lock.Command;
import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.lock.LockName;
import io.lockstep.common.lock.RequestId;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** LOCK, RELEASE, CANCEL and FORCE: the requests that the leader decides. */
final class LockRequests {

    private final NodeServices node;
    private final OutcomeReplies replies;

    LockRequests(NodeServices node) {
        this.node = node;
        this.replies = new OutcomeReplies(node.map());
    }

    void lock(Exchange exchange, Request.Lock request) {
        decide(
                exchange,
                Verb.LOCK,
                request.names(),
                request.number(),
                id -> new Command.Acquire(
                        id, request.names(), request.mode(), request.waitMillis(), request.delayMillis()));
    }

    void release(Exchange exchange, Request.Release request) {
        decide(
                exchange,
                Verb.RELEASE,
                request.names(),
                request.number(),
                id -> new Command.Release(id, request.names(), request.token()));
    }

    void force(Exchange exchange, Request.Force request) {
        decide(
                exchange,
                Verb.FORCE,
                List.of(request.name()),
                request.number(),
                id -> new Command.ForceRelease(
                        id, request.name(), request.token(), request.operator(), request.reason()));
    }

    private void decide(
            Exchange exchange,
            Verb verb,
            List<LockName> names,
            long numberAsked,
            Function<RequestId, Command.Request> command) {
        if (node.pending().full()) {
            replies.busy(exchange);
            return;
        }
        if (names.size() > 1 && node.map().machine().locksPerClient() == 1) {
            // Where no client may hold two locks, two names are one name whose quotes were forgotten.
            List<String> words = names.stream().map(LockName::text).toList();
            exchange.refuse(ErrorCode.BAD_ARGS, verb.tooManyNames(words, 1));
            return;
        }
        SessionBinding session = exchange.conversation().session();
        session.openIfNone(
                () -> decideInSession(exchange, verb, names, numberAsked, command),
                outcome -> replies.noSession(exchange, outcome));
    }

    private void decideInSession(
            Exchange exchange,
            Verb verb,
            List<LockName> names,
            long numberAsked,
            Function<RequestId, Command.Request> command) {
        SessionBinding session = exchange.conversation().session();
        RequestNumbers numbers = session.numbers();
        long number = numberAsked == 0 ? numbers.next() : numberAsked;
        if (numbers.underWay(number)) {
            exchange.refuse(ErrorCode.BUSY, "request " + number + " is under way on this connection");
            return;
        }
        boolean past = numbers.isPast(number);
        RequestId id = numbers.begin(session.number(), session.generation(), number);
        if (past && !isKnown(id)) {
            numbers.settle(number, true);
            replies.staleRequest(exchange, number);
            return;
        }
        Runnable settle = () -> numbers.settle(number, true);
        if (verb == Verb.LOCK) {
            submitLock(exchange, names, command.apply(id), settle);
            return;
        }
        node.pending().submit(command.apply(id), outcome -> {
            numbers.settle(number, !(outcome instanceof Outcome.Unknown));
            reply(exchange, verb, names, outcome);
        });
    }

    private boolean isKnown(RequestId id) {
        return node.map().machine().storedAnswer(id).isPresent()
                || node.map().machine().isWaiting(id.session(), id.number());
    }

    private void submitLock(Exchange exchange, List<LockName> names, Command.Request command, Runnable settle) {
        LocksUnderWay locks = exchange.conversation().session().locksUnderWay();
        RequestId id = command.request();
        LocksUnderWay.LockUnderWay lock = locks.begin(exchange, id.number(), outcome -> {
            settle.run();
            reply(exchange, Verb.LOCK, names, outcome);
        });
        node.pending().submit(command, outcome -> {
            if (outcome instanceof Outcome.Decided decided && decided.result() instanceof CommandResult.Queued queued) {
                standInLine(exchange, names, id, queued, lock);
                return;
            }
            exchange.conversation().session().numbers().settle(id.number(), !(outcome instanceof Outcome.Unknown));
            reply(exchange, Verb.LOCK, names, outcome);
            locks.end(lock);
        });
    }

    /** The request stands in line, or did: where it stopped waiting meanwhile, its answer is in the map. */
    private void standInLine(
            Exchange exchange,
            List<LockName> names,
            RequestId id,
            CommandResult.Queued queued,
            LocksUnderWay.LockUnderWay lock) {
        exchange.push(names(Line.push("QUEUED"), names)
                .option("pos", queued.position())
                .option("req", id.number()));
        lock.joinedLine();
        Optional<CommandResult> answer = node.map().machine().storedAnswer(id);
        answer.ifPresent(result -> {
            exchange.conversation().session().locksUnderWay().end(lock);
            lock.answer(new Outcome.Decided(result, node.map().appliedIndex()));
        });
    }

    void cancel(Exchange exchange, Request.Cancel request) {
        SessionBinding session = exchange.conversation().session();
        LocksUnderWay locks = session.locksUnderWay();
        LocksUnderWay.LockUnderWay lock =
                request.number() == 0 ? locks.tagged(request.tag()) : locks.numbered(request.number());
        if (lock != null) {
            // While it is on its way it is not known to the leader: it could come to stand in line after it was
            // cancelled.
            lock.whenSettled(() -> cancel(exchange, session, lock.number()));
        } else if (request.number() != 0 && session.stage() == SessionBinding.Stage.OPEN) {
            cancel(exchange, session, request.number());
        } else {
            cancelled(exchange, false, node.map().appliedIndex());
        }
    }

    private void cancel(Exchange exchange, SessionBinding session, long number) {
        Command command = new Command.CancelWait(session.number(), session.generation(), number);
        node.pending().submit(command, outcome -> {
            if (!(outcome instanceof Outcome.Decided decided)) {
                replies.undecided(exchange, outcome);
            } else if (decided.result() instanceof CommandResult.WaitCancelled) {
                cancelled(exchange, true, decided.index());
            } else if (decided.result() instanceof CommandResult.NotWaiting) {
                cancelled(exchange, false, decided.index());
            } else if (decided.result() instanceof CommandResult.Refused refused) {
                replies.sessionRefused(exchange, refused, decided.index());
            } else {
                throw new IllegalStateException("CANCEL came to " + decided.result());
            }
        });
    }

    private static void cancelled(Exchange exchange, boolean cancelled, long index) {
        exchange.reply(exchange.ok(Verb.CANCEL)
                .option("cancelled", cancelled ? "yes" : "no")
                .option("index", index));
    }

    private void reply(Exchange exchange, Verb verb, List<LockName> names, Outcome outcome) {
        if (!(outcome instanceof Outcome.Decided decided)) {
            replies.undecided(exchange, outcome);
            return;
        }
        CommandResult result = decided.result();
        if (result instanceof CommandResult.Granted granted) {
            grantReply(exchange, verb, names, granted.token(), decided.index());
        } else if (result instanceof CommandResult.Released released) {
            grantReply(exchange, verb, names, released.token(), decided.index());
        } else {
            replies.notDone(exchange, names.get(0), decided);
        }
    }

    private static void grantReply(Exchange exchange, Verb verb, List<LockName> names, long token, long index) {
        exchange.reply(names(exchange.ok(verb), names).option("token", token).option("index", index));
    }

    private static Line names(Line line, List<LockName> names) {
        names.forEach(name -> line.value(name.text()));
        return line;
    }
}
