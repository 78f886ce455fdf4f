package io.lockstep.follower.client;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.KeyedRequest;
import io.lockstep.common.command.LeaseTerms;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.GrantSecret;
import io.lockstep.common.protocol.LeaseOrder;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.access.GrantKeys;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.session.RequestNumbers;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Handles LOCK, EXTEND, RELEASE and FORCE, which the leader decides, each under a number of its session. This class
 * submits them; {@link LockAnswers} takes the outcome.
 */
final class LockRequests {

    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final LockAnswers answers;
    private final Replies replies;

    LockRequests(ReplicatedMap map, PendingRequests pending, LockAnswers answers, Replies replies) {
        this.map = map;
        this.pending = pending;
        this.answers = answers;
        this.replies = replies;
    }

    void lock(ClientRequest request, Request.Lock lock) {
        LeaseOrder lease = lock.lease();
        if ((lease == null || isLeasePossible(request, lease.millis())) && takes(request, Verb.LOCK, lock.names())) {
            send(
                    request,
                    lock.number(),
                    id -> new Command.Acquire(
                            id,
                            lock.names(),
                            lock.mode(),
                            lock.waitMillis(),
                            lock.delayMillis(),
                            terms(request, id, lock)));
        }
    }

    private static @Nullable LeaseTerms terms(ClientRequest request, RequestId id, Request.Lock lock) {
        LeaseOrder lease = lock.lease();
        return lease == null
                ? null
                : new LeaseTerms(
                        GrantKeys.kept(lock.names().get(0), request.grantSecret(id)),
                        lease.millis(),
                        lease.holdMillis());
    }

    void extend(ClientRequest request, Request.Extend extend) {
        if (isLeasePossible(request, extend.leaseMillis()) && takes(request, Verb.EXTEND, List.of(extend.name()))) {
            send(
                    request,
                    extend.number(),
                    id -> new KeyedRequest.Extend(
                            id,
                            extend.name(),
                            extend.token(),
                            GrantKeys.kept(extend.name(), extend.key()),
                            extend.leaseMillis()));
        }
    }

    void release(ClientRequest request, Request.Release release) {
        if (takes(request, Verb.RELEASE, release.names())) {
            send(request, release.number(), id -> release(id, release));
        }
    }

    private static Command.Request release(RequestId id, Request.Release release) {
        GrantSecret key = release.key();
        if (key == null) {
            return new Command.Release(id, release.names(), release.token());
        }
        LockName name = release.names().get(0);
        return new KeyedRequest.Release(id, name, release.token(), GrantKeys.kept(name, key), release.holdMillis());
    }

    /** Whether the cluster allows so long a lease. A server that does not know yet leaves it to the leader. */
    private boolean isLeasePossible(ClientRequest request, long leaseMillis) {
        long mostMillis = map.machine().leaseMillisMax();
        if (leaseMillis == LeaseOrder.LONGEST_MILLIS || leaseMillis <= mostMillis || mostMillis == 0) {
            return true;
        }
        request.markRefused();
        request.refuse(
                ErrorCode.BAD_ARGS,
                "lease is at most " + Durations.format(mostMillis) + " in this cluster, which lease=max asks for");
        return false;
    }

    void force(ClientRequest request, Request.Force force) {
        if (takes(request, Verb.FORCE, List.of(force.name()))) {
            send(
                    request,
                    force.number(),
                    id -> new Command.ForceRelease(
                            id, force.name(), force.token(), request.operator(force.operator()), force.reason()));
        }
    }

    /** Whether the request can proceed now. Otherwise it is refused, or handled again once its session is open. */
    private boolean takes(ClientRequest request, Verb verb, List<LockName> names) {
        if (pending.full() && !request.neededSession()) {
            replies.busy(request);
            return false;
        }
        if (names.size() > 1 && map.machine().locksPerClient() == 1) {
            List<String> words = names.stream().map(LockName::text).toList();
            request.markRefused();
            request.reply(request.error(ErrorCode.BAD_ARGS).option("limit", 1).message(verb.overOneLock(words)));
            return false;
        }
        return request.conversation().hasSessionFor(request);
    }

    private void send(ClientRequest request, long numberAsked, Function<RequestId, Command.Request> command) {
        RequestNumbers numbers = request.session().numbers();
        long number = numberAsked == 0 ? numbers.next() : numberAsked;
        if (numbers.underWay(number)) {
            request.refuse(ErrorCode.BUSY, "request " + number + " is already pending on this connection");
            return;
        }
        boolean past = numbers.isPast(number);
        boolean retriesUnknown = numbers.outcomeUnknown(number);
        RequestId id =
                numbers.begin(request.session().number(), request.session().generation(), number);
        if (past && !answers.isKnown(id)) {
            numbers.settle(number, true);
            replies.staleRequest(request, number);
            return;
        }
        request.numbered(id, retriesUnknown);
        request.conversation().locksUnderWay().numbered(request);
        pending.submit(command.apply(id), request.sentTo(outcome -> answers.decided(request, outcome)));
    }
}
