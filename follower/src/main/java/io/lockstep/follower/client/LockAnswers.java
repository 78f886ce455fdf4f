package io.lockstep.follower.client;

import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.session.LocalSession;
import java.util.List;
import java.util.Optional;

/** Replies to LOCK, EXTEND, RELEASE and FORCE: one reply each for a grant, a refusal and a queued request. */
final class LockAnswers {

    private final ReplicatedMap map;
    private final Replies replies;

    LockAnswers(ReplicatedMap map, Replies replies) {
        this.map = map;
        this.replies = replies;
    }

    /** Whether this server's map has an answer to the request, or has the request in a wait queue. */
    boolean isKnown(RequestId id) {
        return known(id).isPresent();
    }

    /**
     * Whether the request repeats a number under which its session has an answer or a place in a wait queue. It gets
     * that again, and nothing else comes of it.
     */
    boolean isRetry(ClientRequest request) {
        long number = numberOf(request.request());
        LocalSession session = request.session();
        return number > 0 && session.isOpen() && isKnown(session.requestId(number));
    }

    private static long numberOf(Request request) {
        if (request instanceof Request.Lock lock) {
            return lock.number();
        }
        if (request instanceof Request.Release release) {
            return release.number();
        }
        if (request instanceof Request.Extend extend) {
            return extend.number();
        }
        return request instanceof Request.Force force ? force.number() : 0;
    }

    private Optional<CommandResult> known(RequestId id) {
        LockStateMachine machine = map.machine();
        return machine.waiting(id).or(() -> machine.storedAnswer(id));
    }

    /** Takes the leader's decision, or the lack of one. */
    void decided(ClientRequest request, Outcome ofThisSending) {
        Outcome outcome = ofAllSendings(request, ofThisSending);
        if (request.request() instanceof Request.Lock lock
                && outcome instanceof Outcome.Decided decided
                && decided.result() instanceof CommandResult.Queued queued) {
            queued(request, lock, queued);
        } else {
            answer(request, outcome);
        }
    }

    /**
     * The outcome of the request, as opposed to that of its newest attempt. If this attempt had no effect, an earlier
     * one may have had one, or may still have one.
     */
    private Outcome ofAllSendings(ClientRequest request, Outcome outcome) {
        if (outcome instanceof Outcome.Decided) {
            return outcome;
        }
        Optional<CommandResult> known = known(request.id());
        if (known.isPresent()) {
            return new Outcome.Decided(known.get(), map.appliedIndex());
        }
        return request.retriesUnknown() ? new Outcome.Unknown() : outcome;
    }

    private void queued(ClientRequest request, Request.Lock lock, CommandResult.Queued queued) {
        Line push = names(Line.push("QUEUED"), lock.names())
                .option("pos", queued.position())
                .option("req", request.numberInSession());
        inTheWay(push, lock.names());
        request.push(push);
        request.queued();
        answerIfDecided(request);
    }

    /** Adds the oldest holder of the first of these locks that is held, as far as this server knows. */
    private void inTheWay(Line push, List<LockName> names) {
        for (LockName name : names) {
            HolderStatus holder = map.machine().status(name).oldest();
            if (holder != null) {
                push.option("holder", holder.clientId());
                if (!holder.label().isEmpty()) {
                    push.option("holder_label", holder.label());
                }
                return;
            }
        }
    }

    /** Answers a queued LOCK that is no longer in a wait queue of the map. */
    void answerIfDecided(ClientRequest lock) {
        RequestId id = lock.session().requestId(lock.numberInSession());
        Optional<CommandResult> answer = map.machine().storedAnswer(id);
        if (answer.isPresent()) {
            answer(lock, new Outcome.Decided(answer.get(), map.appliedIndex()));
        } else if (!map.machine().isWaiting(id)) {
            // The session has had so many answers since then that the map no longer keeps this one.
            answer(lock, new Outcome.Unknown());
        }
    }

    /** Sends the outcome to the client. */
    void answer(ClientRequest request, Outcome outcome) {
        request.session().numbers().settle(request.numberInSession(), !(outcome instanceof Outcome.Unknown));
        if (!(outcome instanceof Outcome.Decided decided)) {
            replies.undecided(request, outcome);
        } else if (decided.result() instanceof CommandResult.Granted granted) {
            request.reply(done(request, granted.token(), decided.index()));
        } else if (decided.result() instanceof CommandResult.Leased leased) {
            request.reply(leased(request, leased, decided.index()));
        } else if (decided.result() instanceof CommandResult.Released released) {
            request.reply(done(request, released.token(), decided.index()));
        } else if (decided.result() instanceof CommandResult.Queued) {
            // A LOCK with the same number, of this client or of the session's earlier connection, is queued.
            request.refuse(ErrorCode.BUSY, "request " + request.numberInSession() + " is a LOCK that is waiting");
        } else {
            if (decided.result() instanceof CommandResult.Refused) {
                request.markRefused();
            }
            replies.notDone(request, namesOf(request).get(0), decided);
        }
    }

    private static Line leased(ClientRequest request, CommandResult.Leased leased, long index) {
        Line line = names(request.ok(verbOf(request)), namesOf(request)).option("token", leased.token());
        if (request.request() instanceof Request.Lock) {
            line.option("owner", leased.clientId())
                    .option("key", request.grantSecret(request.id()).text());
        }
        return line.option("lease", Durations.format(leased.leaseMillis())).option("index", index);
    }

    private static Line done(ClientRequest request, long token, long index) {
        return names(request.ok(verbOf(request)), namesOf(request))
                .option("token", token)
                .option("index", index);
    }

    private static Verb verbOf(ClientRequest request) {
        if (request.request() instanceof Request.Lock) {
            return Verb.LOCK;
        }
        if (request.request() instanceof Request.Extend) {
            return Verb.EXTEND;
        }
        return request.request() instanceof Request.Release ? Verb.RELEASE : Verb.FORCE;
    }

    private static List<LockName> namesOf(ClientRequest request) {
        if (request.request() instanceof Request.Lock lock) {
            return lock.names();
        }
        if (request.request() instanceof Request.Extend extend) {
            return List.of(extend.name());
        }
        return request.request() instanceof Request.Release release
                ? release.names()
                : List.of(((Request.Force) request.request()).name());
    }

    private static Line names(Line line, List<LockName> names) {
        names.forEach(name -> line.value(name.text()));
        return line;
    }
}
