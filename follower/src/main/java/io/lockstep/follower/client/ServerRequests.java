package io.lockstep.follower.client;

import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.context.LogThresholds;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.forwarding.LeaderLink;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.MapHash;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.session.LocalSessions;
import io.lockstep.follower.watch.Watches;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Handles INFO, NODES, LOGLEVEL and HELP, which are about the server and the cluster. They are answered without a
 * leader, too.
 */
final class ServerRequests {

    private final NodeIdentity self;
    private final NodeSettings settings;
    private final ReplicatedMap map;
    private final MapHash mapHash;
    private final LeaderLink leaderLink;
    private final PendingRequests pending;
    private final LocalSessions sessions;
    private final Watches watches;
    private final ServerFacts facts;

    ServerRequests(
            NodeIdentity self,
            NodeSettings settings,
            ReplicatedMap map,
            MapHash mapHash,
            LeaderLink leaderLink,
            PendingRequests pending,
            LocalSessions sessions,
            Watches watches,
            ServerFacts facts) {
        this.self = self;
        this.settings = settings;
        this.map = map;
        this.mapHash = mapHash;
        this.leaderLink = leaderLink;
        this.pending = pending;
        this.sessions = sessions;
        this.watches = watches;
        this.facts = facts;
    }

    void info(ClientRequest request, Request.Info info) {
        if (!info.hash() && !mapHash.isCheap()) {
            describe(request, null);
            return;
        }
        mapHash.ask(hashed -> {
            if (!request.conversation().isClosed()) {
                describe(request, hashed);
            }
        });
    }

    /** @param hashed the hash, and the index that belongs to it; null to tell the index alone */
    private void describe(ClientRequest request, MapHash.@Nullable Hashed hashed) {
        LockStateMachine machine = map.machine();
        Membership membership = facts.membership();
        int leader = leaderLink.leader();
        fact(request, "version", self.program().version());
        fact(request, "feature_level", machine.featureLevel());
        fact(request, "feature_level_max", self.program().featureLevel());
        fact(request, "cluster", self.clusterId());
        fact(request, "server", self.server());
        fact(request, "storage", ServerFacts.shortStorageId(self.storageId()));
        if (!self.httpAddress().isEmpty()) {
            fact(request, "http", self.httpAddress());
        }
        fact(request, "role", facts.role());
        fact(request, "term", leaderLink.term());
        fact(request, "leader", leader == 0 ? "?" : Integer.toString(leader));
        fact(request, "index", hashed == null ? map.appliedIndex() : hashed.index());
        if (hashed != null) {
            fact(request, "hash", String.format("%016x", hashed.hash()));
        }
        fact(request, "voters", membership.voters().size());
        fact(request, "survives", facts.health().survivesLossOf());
        facts.missing().ifPresent(missing -> fact(request, "missing", missing));
        facts.doubtful().ifPresent(doubtful -> fact(request, "doubtful", doubtful));
        doubt(self.server(), (key, value) -> fact(request, key, value));
        self.certificate().get().ifPresent(certificate -> {
            fact(request, "tls", "on");
            fact(request, "tls_subject", certificate.subject());
            fact(request, "tls_expires", certificate.expires().toString());
        });
        long fsyncMicros = self.fsyncMicros().getAsLong();
        if (fsyncMicros > 0) {
            fact(request, "fsync_p99_micros", fsyncMicros);
        }
        fact(request, "locks_per_client", machine.locksPerClient());
        fact(request, "ttl_min", Durations.format(ProtocolLimits.TTL_MILLIS_MIN));
        fact(request, "ttl_max", Durations.format(ProtocolLimits.TTL_MILLIS_MAX));
        fact(request, "ttl_default", Durations.format(ProtocolLimits.TTL_MILLIS_DEFAULT));
        fact(request, "wait_max", Durations.format(ProtocolLimits.WAIT_MILLIS_MAX));
        fact(request, "delay_max", Durations.format(ProtocolLimits.DELAY_MILLIS_MAX));
        fact(request, "lease_max", Durations.format(machine.leaseMillisMax()));
        fact(request, "hold_max", Durations.format(ProtocolLimits.HOLD_MILLIS_MAX));
        fact(request, "names_max", ProtocolLimits.NAMES_MAX);
        fact(request, "watches_max", ProtocolLimits.WATCHES_MAX);
        fact(request, "server_watches", watches.count());
        fact(request, "server_watches_max", watches.watchesMax());
        fact(request, "connections", facts.connections());
        fact(request, "connections_max", settings.connectionsMax());
        fact(request, "heap_bytes", Runtime.getRuntime().maxMemory());
        fact(request, "map_bytes", machine.size().bytes());
        fact(request, "map_bytes_max", machine.size().bytesMax());
        fact(request, "history_bytes", machine.history().bytes());
        fact(request, "history_bytes_max", machine.history().bytesMax());
        fact(request, "history_grants", machine.history().count());
        fact(request, "sessions", machine.sessionCount());
        fact(request, "sessions_here", sessions.count());
        fact(request, "locks", machine.lockCount());
        fact(request, "pending", pending.size());
        fact(request, "pending_max", settings.pendingMax());
        fact(request, "in_flight_max", settings.inFlightMax());
        fact(request, "line_bytes_max", ProtocolLimits.LINE_BYTES_MAX);
        fact(request, "name_bytes_max", LockName.BYTES_MAX);
        request.reply(request.ok(Verb.INFO));
    }

    private static void fact(ClientRequest request, String key, String value) {
        request.send(request.row().option(key, value));
    }

    private static void fact(ClientRequest request, String key, long value) {
        request.send(request.row().option(key, value));
    }

    void nodes(ClientRequest request) {
        List<RegisteredServer> servers = map.machine().servers().stream()
                .filter(server -> !server.isRemoved())
                .toList();
        // A server that has started and found no leader yet has no map. Its log names the members.
        List<Member> membersOfLog = servers.isEmpty() ? facts.membersOfLog() : List.of();
        servers.forEach(server -> request.send(nodeRow(request, server)));
        membersOfLog.forEach(member -> request.send(nodeRow(request, member)));
        Line line = request.ok(Verb.NODES)
                .option("n", servers.size() + membersOfLog.size())
                .option("voters", facts.membership().voters().size())
                .option("survives", facts.health().survivesLossOf());
        facts.missing().ifPresent(missing -> line.option("missing", missing));
        facts.doubtful().ifPresent(doubtful -> line.option("doubtful", doubtful));
        request.reply(line);
    }

    private Line nodeRow(ClientRequest request, RegisteredServer server) {
        Line row = request.row()
                .option("server", server.server())
                .option("address", server.clientAddress())
                .option("peer", server.peerAddress())
                .option("role", facts.roleOf(server))
                .option("storage", ServerFacts.shortStorageId(server.storageId()))
                .option("version", server.program().version());
        condition(row, server.server());
        return server.isMember() ? row : row.option("leaving", "yes");
    }

    private Line nodeRow(ClientRequest request, Member member) {
        Line row = request.row()
                .option("server", member.server())
                .option("peer", member.peerAddress())
                .option("role", facts.roleOf(member));
        condition(row, member.server());
        return row;
    }

    private void condition(Line row, int server) {
        long silentMillis = facts.health().silentMillis(server);
        if (silentMillis > 0) {
            row.option("silent", Durations.format(silentMillis / 1_000 * 1_000));
        }
        doubt(server, row::option);
    }

    /** Says that a server is in doubt of its disk, and whom it waits for. */
    private void doubt(int server, BiConsumer<String, String> fact) {
        List<Integer> waitsFor = facts.health().doubts().waitsFor(server);
        if (waitsFor != null) {
            fact.accept("doubt", "yes");
            ServerFacts.listed(waitsFor).ifPresent(voters -> fact.accept("waits_for", voters));
        }
    }

    void logLevel(ClientRequest request, Request.LogLevel asked) {
        LogThresholds levels = self.logThresholds();
        String flaw = asked.packageName().isEmpty() ? "" : levels.set(asked.packageName(), asked.level());
        if (!flaw.isEmpty()) {
            request.reply(request.error(ErrorCode.BAD_ARGS).message(flaw));
            return;
        }
        levels.levels()
                .forEach((name, level) ->
                        request.send(request.row().option("package", name).option("level", level)));
        request.reply(request.ok(Verb.LOGLEVEL).option("server", self.server()));
    }

    void help(ClientRequest request, Request.Help help) {
        Verb only = help.verb();
        for (Verb verb : only == null ? Verb.values() : new Verb[] {only}) {
            request.send(request.row().value(verb.usage()).value(verb.help()));
        }
        request.reply(request.ok(Verb.HELP));
    }
}
