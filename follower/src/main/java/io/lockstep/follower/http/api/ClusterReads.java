package io.lockstep.follower.http.api;

import io.lockstep.common.access.Right;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.HttpReply;
import io.lockstep.follower.http.HttpRequest;
import io.lockstep.follower.http.LoopConversation.Answer;
import io.lockstep.follower.http.Refusals;
import io.lockstep.follower.metrics.LogState;
import io.lockstep.program.LineFields;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers which servers there are, what operators did, and who asks. */
final class ClusterReads {

    private ClusterReads() {}

    /** {@code GET /v1/nodes}: the servers, what holds for the cluster, and what this server says of itself. */
    static HttpReply nodes(HttpRequest request) throws InterruptedException {
        Answer nodes = request.conversation().ask(Verb.NODES, line -> line);
        if (!nodes.isOk()) {
            return Refusals.of(nodes.reply());
        }
        Answer info = request.conversation().ask(Verb.INFO, line -> line);
        if (!info.isOk()) {
            return Refusals.of(info.reply());
        }
        Map<String, Object> all = new LinkedHashMap<>();
        HealthSentence health = HealthSentence.of(nodes);
        all.put("health", health.level().word());
        all.put("sentence", health.text());
        Map<String, Object> self = new LinkedHashMap<>();
        info.rows().forEach(row -> self.putAll(LineFields.of(row)));
        Map<Integer, Long> trails = trails(self, request.metrics().log());
        all.put("servers", nodes.rows().stream().map(row -> server(row, trails)).toList());
        all.putAll(LineFields.of(nodes.reply()));
        all.put("self", self);
        return HttpReply.json(200, all);
    }

    private static Map<String, Object> server(ServerLine row, Map<Integer, Long> trails) {
        Map<String, Object> fields = LineFields.of(row);
        Long entries = trails.get((int) row.number("server", 0));
        if (entries != null) {
            fields.put("trails_by_entries", entries);
        }
        return fields;
    }

    /** The leader knows how far the others are behind; another server knows it of itself. */
    private static Map<Integer, Long> trails(Map<String, Object> self, LogState log) {
        Map<Integer, Long> trails = new HashMap<>();
        log.peers().forEach(peer -> trails.put(peer.server(), peer.entries()));
        if (!"leader".equals(self.get("role"))
                && self.get("server") instanceof Number server
                && self.get("index") instanceof Number applied) {
            trails.put(server.intValue(), Math.max(0, log.committedIndex() - applied.longValue()));
        }
        return trails;
    }

    /** {@code GET /v1/audit?after=&limit=}. */
    static HttpReply audit(HttpRequest request) throws InterruptedException {
        Answer audit = request.conversation().ask(Verb.AUDIT, line -> request.pass(line, "after", "limit"));
        if (!audit.isOk()) {
            return Refusals.of(audit.reply());
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("records", audit.rows().stream().map(LineFields::of).toList());
        all.put("more", "yes".equals(audit.reply().option("more")));
        return HttpReply.json(200, all);
    }

    /** {@code GET /v1/me}: who asks, and which rights that user has over at least one prefix. */
    static HttpReply me(HttpRequest request) throws InterruptedException {
        Answer login = request.conversation().login(request.token());
        if (!login.isOk()) {
            return Refusals.ofLogin(login.reply());
        }
        String user = login.reply().option("user");
        String rights = login.reply().option("rights");
        List<String> known = user == null
                ? Arrays.stream(Right.values()).map(Right::word).toList()
                : List.of(rights == null || rights.isEmpty() ? new String[0] : rights.split(","));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("user", user == null ? "" : user);
        all.put("rights", known);
        return HttpReply.json(200, all);
    }
}
