package io.lockstep.leader.node;

import io.lockstep.common.lock.LockName;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.RegisteredServer;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import io.lockstep.leader.replication.Membership;
import java.util.List;

/** INFO, NODES and HELP: about the server and the cluster. Answered at once, also without a leader. */
final class ServerRequests {

    private final NodeServices node;
    private final ServerFacts facts;

    ServerRequests(NodeServices node, ServerFacts facts) {
        this.node = node;
        this.facts = facts;
    }

    void info(Exchange exchange) {
        LockStateMachine machine = node.map().machine();
        Membership membership = facts.membership();
        int leader = node.leaderLink().leader();
        fact(exchange, "version", node.self().version());
        fact(exchange, "cluster", node.self().clusterId());
        fact(exchange, "server", node.self().server());
        fact(exchange, "role", facts.role());
        fact(exchange, "term", node.leaderLink().term());
        fact(exchange, "leader", leader == 0 ? "?" : Integer.toString(leader));
        fact(exchange, "index", node.map().appliedIndex());
        fact(exchange, "hash", String.format("%016x", machine.hash()));
        fact(exchange, "voters", membership.voters().size());
        fact(exchange, "survives", membership.survivesLossOf());
        fact(exchange, "locks_per_client", machine.locksPerClient());
        fact(exchange, "ttl_min", Durations.format(ProtocolLimits.TTL_MILLIS_MIN));
        fact(exchange, "ttl_max", Durations.format(ProtocolLimits.TTL_MILLIS_MAX));
        fact(exchange, "ttl_default", Durations.format(ProtocolLimits.TTL_MILLIS_DEFAULT));
        fact(exchange, "wait_max", Durations.format(ProtocolLimits.WAIT_MILLIS_MAX));
        fact(exchange, "delay_max", Durations.format(ProtocolLimits.DELAY_MILLIS_MAX));
        fact(exchange, "names_max", ProtocolLimits.NAMES_MAX);
        fact(exchange, "watches_max", ProtocolLimits.WATCHES_MAX);
        fact(exchange, "connections", facts.connections());
        fact(exchange, "sessions", machine.sessionCount());
        fact(exchange, "sessions_here", node.sessionsHere().count());
        fact(exchange, "locks", machine.lockCount());
        fact(exchange, "pending", node.pending().size());
        fact(exchange, "pending_max", node.settings().pendingMax());
        fact(exchange, "in_flight_max", node.settings().inFlightMax());
        fact(exchange, "line_bytes_max", ProtocolLimits.LINE_BYTES_MAX);
        fact(exchange, "name_bytes_max", LockName.BYTES_MAX);
        exchange.reply(exchange.ok(Verb.INFO));
    }

    private static void fact(Exchange exchange, String key, String value) {
        exchange.send(exchange.row().option(key, value));
    }

    private static void fact(Exchange exchange, String key, long value) {
        exchange.send(exchange.row().option(key, value));
    }

    void nodes(Exchange exchange) {
        List<RegisteredServer> servers = node.map().machine().servers();
        for (RegisteredServer server : servers) {
            exchange.send(exchange.row()
                    .option("server", server.server())
                    .option("address", server.clientAddress())
                    .option("peer", server.peerAddress())
                    .option("role", facts.roleOf(server.server())));
        }
        Membership membership = facts.membership();
        exchange.reply(exchange.ok(Verb.NODES)
                .option("n", servers.size())
                .option("voters", membership.voters().size())
                .option("survives", membership.survivesLossOf()));
    }

    void help(Exchange exchange, Request.Help request) {
        Verb only = request.verb();
        for (Verb verb : only == null ? Verb.values() : new Verb[] {only}) {
            exchange.send(exchange.row().value(verb.usage()).value(verb.help()));
        }
        exchange.reply(exchange.ok(Verb.HELP));
    }
}
