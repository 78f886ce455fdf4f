package io.lockstep.follower.http;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.follower.metrics.LockFigures;
import io.lockstep.follower.metrics.LogState;
import io.lockstep.follower.metrics.ServerMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /status}: this server and its cluster in numbers, as JSON. It names no lock and no client. */
public final class StatusPage {

    private static final List<String> TEXTS = List.of("version", "cluster", "role", "missing", "doubtful");

    private static final List<String> NUMBERS = List.of(
            "server",
            "term",
            "leader",
            "voters",
            "survives",
            "locks",
            "sessions",
            "sessions_here",
            "connections",
            "connections_max",
            "pending",
            "map_bytes",
            "map_bytes_max");

    private StatusPage() {}

    /** The route. */
    public static HttpRoute route() {
        return new HttpRoute("GET", "/status", HttpRoute.Admission.USER, HttpRoute.Lane.WORK, StatusPage::reply);
    }

    private static HttpReply reply(HttpRequest request) throws InterruptedException {
        Facts facts = Facts.ask(request.conversation());
        return facts.areKnown() ? HttpReply.json(200, fields(facts, request.metrics())) : facts.refusal();
    }

    private static Map<String, Object> fields(Facts facts, ServerMetrics metrics) {
        Map<String, Object> all = new LinkedHashMap<>();
        NUMBERS.forEach(key -> all.put(key, facts.number(key)));
        TEXTS.forEach(key -> all.put(key, facts.text(key)));
        LogState log = metrics.log();
        all.put("applied_index", facts.number("index"));
        all.put("committed_index", log.committedIndex());
        all.put("last_index", log.lastIndex());
        all.put("applied_lag_seconds", log.behindMillis() / 1e3);
        all.put("disk_silent_seconds", log.diskSilentMillis() / 1e3);
        metrics.census().want();
        LockFigures.Findings found = metrics.census().latest();
        all.put("waiting", found.waiting());
        all.put("oldest_waiter_seconds", found.oldestWaitSeconds());
        all.put("longest_held_seconds", found.longestHeldSeconds());
        all.put("tls_expires", facts.text("tls_expires"));
        all.put("servers", servers(facts, log));
        return all;
    }

    private static List<Map<String, Object>> servers(Facts facts, LogState log) {
        Map<Integer, Long> trails = new LinkedHashMap<>();
        log.peers().forEach(peer -> trails.put(peer.server(), peer.entries()));
        List<Map<String, Object>> servers = new ArrayList<>();
        for (ServerLine row : facts.servers()) {
            int server = (int) row.number("server", 0);
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("server", server);
            fields.put("role", row.options().getOrDefault("role", ""));
            fields.put("address", row.options().getOrDefault("address", ""));
            fields.put("peer", row.options().getOrDefault("peer", ""));
            fields.put("silent_seconds", Facts.silentSeconds(row));
            if (trails.containsKey(server)) {
                fields.put("trails_by_entries", trails.get(server));
            }
            fields.put("leaving", "yes".equals(row.option("leaving")));
            fields.put("doubt", "yes".equals(row.option("doubt")));
            servers.add(fields);
        }
        return servers;
    }
}
