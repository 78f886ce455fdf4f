package io.lockstep.leader.node;

import io.lockstep.common.lock.Command;
import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.lock.LockName;
import io.lockstep.common.lock.RequestId;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import java.util.Optional;
import java.util.function.Function;

/** LOCK and RELEASE: the requests that the leader decides. */
final class LockRequests {

    private final NodeServices node;
    private final OutcomeReplies replies;

    LockRequests(NodeServices node) {
        this.node = node;
        this.replies = new OutcomeReplies(node.map());
    }

    void lock(Exchange exchange, Request.Lock request) {
        if (request.waitMillis() != 0) {
            exchange.refuse(ErrorCode.BAD_ARGS, "this version does not wait: leave wait= out, or give wait=0s");
            return;
        }
        decide(exchange, Verb.LOCK, request.name(), request.number(), id -> new Command.Acquire(id, request.name()));
    }

    void release(Exchange exchange, Request.Release request) {
        decide(
                exchange,
                Verb.RELEASE,
                request.name(),
                request.number(),
                id -> new Command.Release(id, request.name(), request.token()));
    }

    private void decide(
            Exchange exchange, Verb verb, LockName name, long numberAsked, Function<RequestId, Command> command) {
        if (node.pending().full()) {
            replies.busy(exchange);
            return;
        }
        SessionBinding session = exchange.conversation().session();
        session.openIfNone(
                () -> decideInSession(exchange, verb, name, numberAsked, command),
                outcome -> replies.noSession(exchange, outcome));
    }

    private void decideInSession(
            Exchange exchange, Verb verb, LockName name, long numberAsked, Function<RequestId, Command> command) {
        SessionBinding session = exchange.conversation().session();
        RequestNumbers numbers = session.numbers();
        long number = numberAsked == 0 ? numbers.next() : numberAsked;
        if (numbers.underWay(number)) {
            exchange.refuse(ErrorCode.BUSY, "request " + number + " is under way on this connection");
            return;
        }
        boolean past = numbers.isPast(number);
        boolean isCopyOfUnknown = numbers.outcomeUnknown(number);
        RequestId id = numbers.begin(session.number(), session.generation(), number);
        if (past && node.map().machine().storedAnswer(id).isEmpty()) {
            numbers.settle(number, true);
            replies.staleRequest(exchange, number);
            return;
        }
        node.pending().submit(command.apply(id), copyOutcome -> {
            Outcome outcome = ofAllCopies(copyOutcome, id, isCopyOfUnknown);
            numbers.settle(number, !(outcome instanceof Outcome.Unknown));
            reply(exchange, verb, name, outcome);
        });
    }

    /**
     * What the client is told speaks of the request and not of this copy alone: where this one came to nothing, an earlier
     * one may have been done, or may be yet.
     */
    private Outcome ofAllCopies(Outcome outcome, RequestId id, boolean isCopyOfUnknown) {
        if (outcome instanceof Outcome.Decided) {
            return outcome;
        }
        Optional<CommandResult> stored = node.map().machine().storedAnswer(id);
        if (stored.isPresent()) {
            return new Outcome.Decided(stored.get(), node.map().appliedIndex());
        }
        return isCopyOfUnknown ? new Outcome.Unknown() : outcome;
    }

    private void reply(Exchange exchange, Verb verb, LockName name, Outcome outcome) {
        if (!(outcome instanceof Outcome.Decided decided)) {
            replies.undecided(exchange, outcome);
            return;
        }
        CommandResult result = decided.result();
        if (result instanceof CommandResult.Granted granted) {
            grantReply(exchange, verb, name, granted.token(), decided.index());
        } else if (result instanceof CommandResult.Released released) {
            grantReply(exchange, verb, name, released.token(), decided.index());
        } else if (result instanceof CommandResult.Refused refused) {
            replies.refused(exchange, name, refused, decided.index());
        } else {
            throw new IllegalStateException(verb + " came to " + result);
        }
    }

    private static void grantReply(Exchange exchange, Verb verb, LockName name, long token, long index) {
        exchange.reply(
                exchange.ok(verb).value(name.text()).option("token", token).option("index", index));
    }
}
