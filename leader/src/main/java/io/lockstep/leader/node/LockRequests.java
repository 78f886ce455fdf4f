package io.lockstep.leader.node;

import io.lockstep.common.lock.Command;
import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.lock.LockName;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.RequestId;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** LOCK, RELEASE and FORCE: the requests that the leader decides, under a number. */
final class LockRequests {

    /** A request that was sent on its way to the leader; {@code lock} only where it is a LOCK. */
    private record Asked(
            Exchange exchange,
            Verb verb,
            List<LockName> names,
            RequestId id,
            boolean isCopyOfUnknown,
            LocksUnderWay.@Nullable LockUnderWay lock) {

        SessionBinding session() {
            return exchange.conversation().session();
        }
    }

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
        // Known from here on, lest a CANCEL behind it find nothing while the session is being opened.
        LocksUnderWay.LockUnderWay lock =
                verb == Verb.LOCK ? session.locksUnderWay().begin(exchange, numberAsked) : null;
        session.openIfNone(() -> decideInSession(exchange, verb, names, numberAsked, command, lock), outcome -> {
            replies.noSession(exchange, outcome);
            end(session, lock);
        });
    }

    private static void end(SessionBinding session, LocksUnderWay.@Nullable LockUnderWay lock) {
        if (lock != null) {
            session.locksUnderWay().end(lock);
        }
    }

    private void decideInSession(
            Exchange exchange,
            Verb verb,
            List<LockName> names,
            long numberAsked,
            Function<RequestId, Command.Request> command,
            LocksUnderWay.@Nullable LockUnderWay lock) {
        SessionBinding session = exchange.conversation().session();
        RequestNumbers numbers = session.numbers();
        long number = numberAsked == 0 ? numbers.next() : numberAsked;
        if (numbers.underWay(number)) {
            exchange.refuse(ErrorCode.BUSY, "request " + number + " is under way on this connection");
            end(session, lock);
            return;
        }
        boolean past = numbers.isPast(number);
        boolean isCopyOfUnknown = numbers.outcomeUnknown(number);
        RequestId id = numbers.begin(session.number(), session.generation(), number);
        if (past && known(id).isEmpty()) {
            numbers.settle(number, true);
            replies.staleRequest(exchange, number);
            end(session, lock);
            return;
        }
        if (lock != null) {
            session.locksUnderWay().numbered(lock, number);
        }
        Asked asked = new Asked(exchange, verb, names, id, isCopyOfUnknown, lock);
        node.pending().submit(command.apply(id), outcome -> decided(asked, outcome));
    }

    private void decided(Asked asked, Outcome copyOutcome) {
        Outcome outcome = ofAllCopies(copyOutcome, asked);
        if (asked.lock != null
                && outcome instanceof Outcome.Decided decided
                && decided.result() instanceof CommandResult.Queued queued) {
            standInLine(asked, queued, asked.lock);
        } else {
            answer(asked, outcome);
        }
    }

    /**
     * What the client is told speaks of the request and not of this copy alone: where this one came to nothing, an earlier
     * one may have been done, or may be yet.
     */
    private Outcome ofAllCopies(Outcome outcome, Asked asked) {
        if (outcome instanceof Outcome.Decided) {
            return outcome;
        }
        Optional<CommandResult> known = known(asked.id);
        if (known.isPresent()) {
            return new Outcome.Decided(known.get(), node.map().appliedIndex());
        }
        return asked.isCopyOfUnknown ? new Outcome.Unknown() : outcome;
    }

    /** What this server's map knows of a request: its answer, or that it stands in line. */
    private Optional<CommandResult> known(RequestId id) {
        LockStateMachine machine = node.map().machine();
        return machine.waiting(id).or(() -> machine.storedAnswer(id));
    }

    /** The request stands in line, or did: where it stopped waiting meanwhile, its answer is in the map. */
    private void standInLine(Asked asked, CommandResult.Queued queued, LocksUnderWay.LockUnderWay lock) {
        asked.exchange.push(names(Line.push("QUEUED"), asked.names)
                .option("pos", queued.position())
                .option("req", asked.id.number()));
        lock.standsInLine(outcome -> answer(asked, outcome));
        asked.session().lookForAnswer(lock);
    }

    private void answer(Asked asked, Outcome outcome) {
        asked.session().numbers().settle(asked.id.number(), !(outcome instanceof Outcome.Unknown));
        reply(asked, outcome);
        if (asked.lock != null
                && outcome instanceof Outcome.Decided decided
                && decided.result() instanceof CommandResult.Refused) {
            asked.lock.markRefused();
        }
        end(asked.session(), asked.lock);
    }

    private void reply(Asked asked, Outcome outcome) {
        Exchange exchange = asked.exchange;
        if (!(outcome instanceof Outcome.Decided decided)) {
            replies.undecided(exchange, outcome);
        } else if (decided.result() instanceof CommandResult.Granted granted) {
            exchange.reply(done(asked, granted.token(), decided.index()));
        } else if (decided.result() instanceof CommandResult.Released released) {
            exchange.reply(done(asked, released.token(), decided.index()));
        } else if (decided.result() instanceof CommandResult.Queued) {
            // The client, or the session's connection before this one, has a LOCK of the same number in line.
            exchange.refuse(ErrorCode.BUSY, "request " + asked.id.number() + " is a LOCK that waits");
        } else {
            replies.notDone(exchange, asked.names.get(0), decided);
        }
    }

    private static Line done(Asked asked, long token, long index) {
        return names(asked.exchange.ok(asked.verb), asked.names)
                .option("token", token)
                .option("index", index);
    }

    private static Line names(Line line, List<LockName> names) {
        names.forEach(name -> line.value(name.text()));
        return line;
    }
}
