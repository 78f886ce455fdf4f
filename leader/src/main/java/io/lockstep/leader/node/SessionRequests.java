package io.lockstep.leader.node;

import io.lockstep.common.lock.Session;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.KeyText;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;

/** HELLO, WHOAMI, PING and QUIT: what has to do with the client's session. */
final class SessionRequests {

    private final NodeServices node;
    private final ServerFacts facts;
    private final OutcomeReplies replies;

    SessionRequests(NodeServices node, ServerFacts facts) {
        this.node = node;
        this.facts = facts;
        this.replies = new OutcomeReplies(node.map());
    }

    /** Greets a client that has connected. */
    void greet(ClientChannel channel) {
        channel.send(Line.push("LOCKSTEP")
                .value(Integer.toString(ProtocolLimits.VERSION))
                .option("cluster", node.self().clusterId())
                .option("server", node.self().server())
                .option("role", facts.role())
                .option("maxline", ProtocolLimits.LINE_BYTES_MAX)
                .text());
    }

    /** First this server's map must be where the client's last one was; only then is there a session to answer for. */
    void hello(Exchange exchange, Request.Hello request) {
        if (request.index() == 0) {
            open(exchange, request);
        } else {
            node.localReads().whenAt(request.index(), exchange, () -> open(exchange, request));
        }
    }

    private void open(Exchange exchange, Request.Hello request) {
        SessionBinding session = exchange.conversation().session();
        if (session.stage() != SessionBinding.Stage.NONE) {
            exchange.refuse(
                    ErrorCode.SESSION_OPEN, "this connection has its session; HELLO comes first, or not at all");
            return;
        }
        if (node.pending().full()) {
            replies.busy(exchange);
            return;
        }
        session.hello(request, outcome -> {
            if (session.stage() == SessionBinding.Stage.OPEN) {
                welcome(exchange, session);
            } else {
                replies.noSession(exchange, outcome);
            }
        });
    }

    private void welcome(Exchange exchange, SessionBinding session) {
        Line line = exchange.ok(Verb.HELLO)
                .option("version", ProtocolLimits.VERSION)
                .option("client", session.clientId())
                .option("session", session.number())
                .option("key", KeyText.format(session.key()))
                .option("ttl", Durations.format(session.ttlMillis()))
                .option("cluster", node.self().clusterId())
                .option("server", node.self().server())
                .option("role", facts.role())
                .option("index", node.map().appliedIndex());
        exchange.reply(line);
    }

    void whoAmI(Exchange exchange) {
        if (node.pending().full()) {
            replies.busy(exchange);
            return;
        }
        SessionBinding session = exchange.conversation().session();
        session.openIfNone(
                () -> exchange.reply(identity(exchange, session)), outcome -> replies.noSession(exchange, outcome));
    }

    private Line identity(Exchange exchange, SessionBinding binding) {
        Session session = node.map().machine().session(binding.number());
        Line line = exchange.ok(Verb.WHOAMI)
                .option("client", binding.clientId())
                .option("session", binding.number())
                .option("server", node.self().server())
                .option("address", exchange.conversation().channel().clientAddress())
                .option("ttl", Durations.format(binding.ttlMillis()))
                .option("locks", session == null ? 0 : session.locksHeld());
        if (session != null && session.waitingCount() > 0) {
            line.option("waiting", session.waitingCount());
        }
        return session == null || session.label().isEmpty() ? line : line.option("label", session.label());
    }

    void ping(Exchange exchange, Request.Ping request) {
        Line line = exchange.pong();
        if (!request.value().isEmpty()) {
            line.value(request.value());
        }
        long sinceMillis = node.heard()
                .sinceConfirmedMillis(exchange.conversation().session().number());
        if (sinceMillis >= 0) {
            line.option("renewed", sinceMillis + "ms");
        }
        exchange.reply(line);
    }

    void quit(Exchange exchange) {
        Conversation conversation = exchange.conversation();
        conversation.session().quit(outcome -> {
            if (outcome instanceof Outcome.Decided) {
                exchange.reply(exchange.ok(Verb.QUIT));
            } else {
                replies.undecided(exchange, outcome);
            }
            conversation.close();
        });
    }
}
