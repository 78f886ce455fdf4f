package io.lockstep.follower.client;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.lock.Session;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.KeyText;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.access.Access;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.context.Timers;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.session.LocalSession;
import io.lockstep.follower.session.RenewalReports;

/** Handles HELLO, WHOAMI, PING and QUIT, which are about the client's session. */
final class SessionRequests {

    private final NodeIdentity self;
    private final ServerFacts facts;
    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final LocalReads localReads;
    private final RenewalReports renewals;
    private final Replies replies;
    private final Timers timers;
    private final ParkedRequests parked;
    private final long requestTimeoutNanos;
    private final Access access;

    SessionRequests(
            NodeIdentity self,
            ServerFacts facts,
            ReplicatedMap map,
            PendingRequests pending,
            LocalReads localReads,
            RenewalReports renewals,
            Replies replies,
            Timers timers,
            ParkedRequests parked,
            long requestTimeoutNanos,
            Access access) {
        this.self = self;
        this.facts = facts;
        this.map = map;
        this.pending = pending;
        this.localReads = localReads;
        this.renewals = renewals;
        this.replies = replies;
        this.timers = timers;
        this.parked = parked;
        this.requestTimeoutNanos = requestTimeoutNanos;
        this.access = access;
    }

    /** Greets a client that has connected. */
    void greet(ClientChannel channel) {
        Line greeting = Line.push("LOCKSTEP").value(Integer.toString(ProtocolLimits.VERSION));
        if (access.isRestricted()) {
            channel.send(greeting.option("auth", "required")
                    .option("peer", self.peerAddress())
                    .option("maxline", ProtocolLimits.LINE_BYTES_MAX)
                    .text());
            return;
        }
        channel.send(greeting.option("cluster", self.clusterId())
                .option("server", self.server())
                .option("role", facts.role())
                .option("maxline", ProtocolLimits.LINE_BYTES_MAX)
                .text());
    }

    /**
     * Opens or resumes a session once this server's map is at the index that the client names. An earlier map may not
     * contain the client's session yet.
     */
    void hello(ClientRequest request, Request.Hello hello) {
        if (request.neededSession()) {
            welcome(request);
        } else if (hello.index() == 0) {
            open(request, hello);
        } else {
            localReads.whenAt(hello.index(), request, () -> open(request, hello));
        }
    }

    private void open(ClientRequest request, Request.Hello hello) {
        LocalSession session = request.session();
        if (!session.isNone()) {
            request.refuse(ErrorCode.SESSION_OPEN, "this connection already has a session; HELLO must come first");
        } else if (pending.full()) {
            replies.busy(request);
        } else {
            request.conversation().waitsForSession(request, hello);
        }
    }

    private void welcome(ClientRequest request) {
        LocalSession session = request.session();
        request.reply(request.ok(Verb.HELLO)
                .option("version", ProtocolLimits.VERSION)
                .option("client", session.clientId())
                .option("session", session.number())
                .option("key", KeyText.format(session.key()))
                .option("ttl", Durations.format(session.ttlMillis()))
                .option("cluster", self.clusterId())
                .option("server", self.server())
                .option("role", facts.role())
                .option("index", map.appliedIndex()));
    }

    void whoAmI(ClientRequest request) {
        if (pending.full() && !request.neededSession()) {
            replies.busy(request);
        } else if (request.conversation().hasSessionFor(request)) {
            request.reply(identity(request));
        }
    }

    private Line identity(ClientRequest request) {
        LocalSession local = request.session();
        Session session = map.machine().session(local.number());
        Line line = request.ok(Verb.WHOAMI)
                .option("client", local.clientId())
                .option("session", local.number())
                .option("server", self.server())
                .option("address", request.conversation().clientAddress())
                .option("ttl", Durations.format(local.ttlMillis()))
                .option("locks", session == null ? 0 : session.locksHeld());
        String user = request.conversation().user();
        if (!user.isEmpty()) {
            line.option("user", user);
        }
        if (session != null && session.waitingCount() > 0) {
            line.option("waiting", session.waitingCount());
        }
        return session == null || session.label().isEmpty() ? line : line.option("label", session.label());
    }

    /**
     * The line itself is a renewal. With {@code confirm}, the reply waits until a leader has confirmed the renewal, or
     * until the request timeout. With too many requests waiting already, it does not wait.
     */
    void ping(ClientRequest request, Request.Ping ping) {
        long session = request.session().number();
        if (!ping.confirm() || renewals.sinceConfirmedMillis(session) < 0 || parked.full()) {
            pong(request, ping);
            return;
        }
        Runnable withdraw = renewals.whenConfirmed(session, () -> pong(request, ping));
        if (!request.isAnswered()) {
            Runnable endTimer = timers.after(requestTimeoutNanos, () -> pong(request, ping));
            parked.park(request, () -> {
                withdraw.run();
                endTimer.run();
            });
        }
    }

    private void pong(ClientRequest request, Request.Ping ping) {
        parked.end(request);
        Line line = request.pong();
        if (!ping.value().isEmpty()) {
            line.value(ping.value());
        }
        long sinceMillis = renewals.sinceConfirmedMillis(request.session().number());
        if (sinceMillis >= 0) {
            line.option("renewed", sinceMillis + "ms");
        }
        request.reply(line);
    }

    void quit(ClientRequest request) {
        LocalSession session = request.session();
        Command.CloseSession closing = session.closing();
        if (closing != null) {
            pending.submit(closing, request.sentTo(outcome -> closed(request, outcome)));
        } else if (session.isOpening()) {
            request.conversation().waitsForSession(request);
        } else {
            closed(request, new Outcome.Decided(new CommandResult.NoSession(), map.appliedIndex()));
        }
    }

    private void closed(ClientRequest request, Outcome outcome) {
        if (outcome instanceof Outcome.Decided) {
            request.session().ended();
            request.reply(request.ok(Verb.QUIT));
        } else {
            replies.undecided(request, outcome);
        }
        request.conversation().close();
    }
}
