package io.lockstep.client.answer;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.program.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Formats a successful reply as JSON objects, one per line, with the protocol's own keys. Pure. */
public final class AnswerJson {

    /** Options that are always text, even if they look like a number. */
    private static final Set<String> TEXTS = Set.of(
            "cluster",
            "doubtful",
            "hash",
            "key",
            "label",
            "missing",
            "msg",
            "name",
            "operator",
            "prefix",
            "reason",
            "subject",
            "user",
            "version",
            "waits_for");

    /** Options that are times: a number of milliseconds, under a key that says so. */
    private static final Set<String> TIMES = Set.of(
            "delay_max",
            "hold_max",
            "lease_max",
            "held",
            "lease",
            "remaining",
            "renewed",
            "silent",
            "ttl",
            "ttl_default",
            "ttl_max",
            "ttl_min",
            "wait_max",
            "waited");

    private AnswerJson() {}

    /** One object per line, without line ends. The reply must be an OK. */
    public static List<String> of(Reply reply) {
        ServerLine line = reply.line();
        return switch (line.word()) {
            case "LOCK", "EXTEND", "RELEASE", "STATUS", "FORCE" -> List.of(Json.object(named(line)));
            case "LIST", "AUDIT" -> rows(reply);
            case "USER" -> line.option("user") == null ? rows(reply) : List.of(Json.object(fields(line)));
            case "WHO" -> who(reply);
            case "NODES" -> nodes(reply);
            case "INFO" -> {
                Map<String, Object> all = new LinkedHashMap<>();
                reply.rows().forEach(row -> all.putAll(fields(row)));
                yield List.of(Json.object(all));
            }
            case "PONG" -> List.of(Json.object(Map.of("pong", line.value())));
            default -> List.of(Json.object(fields(line)));
        };
    }

    /** A push, such as an event of a watch, as one object. */
    public static String push(ServerLine push) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("event", push.word());
        all.putAll(push.values().isEmpty() ? fields(push) : named(push));
        all.remove("watch");
        return Json.object(all);
    }

    /** The note that rows are missing after these: which comes last, and how to have the rest. */
    static String more(Reply reply) {
        String last = lastShown(reply);
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("warning", "MORE");
        if (!last.isEmpty()) {
            note.put("after", last);
        }
        note.put(
                "msg",
                last.isEmpty() ? "more follow; --limit shows more" : "more follow; --after goes on" + all(reply));
        return Json.object(note);
    }

    private static String all(Reply reply) {
        return reply.line().word().equals("LIST") ? ", --all lists all" : "";
    }

    /** What the next page comes after; empty if this reply has no pages. */
    static String lastShown(Reply reply) {
        if (reply.rows().isEmpty()) {
            return "";
        }
        ServerLine last = reply.rows().get(reply.rows().size() - 1);
        return switch (reply.line().word()) {
            case "LIST" -> last.value();
            case "AUDIT" -> last.options().getOrDefault("n", "");
            default -> "";
        };
    }

    /** The servers, each with what holds for the cluster. */
    private static List<String> nodes(Reply reply) {
        Map<String, Object> cluster = fields(reply.line());
        cluster.remove("n");
        List<String> lines = new ArrayList<>();
        for (ServerLine row : reply.rows()) {
            Map<String, Object> all = fields(row);
            all.putAll(cluster);
            lines.add(Json.object(all));
        }
        return lines;
    }

    /** The holders and the waiters, each with its role. */
    private static List<String> who(Reply reply) {
        List<String> lines = new ArrayList<>();
        for (ServerLine row : reply.rows()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("name", reply.line().value());
            all.put("role", row.value());
            all.putAll(fields(row));
            lines.add(Json.object(all));
        }
        return lines;
    }

    /** The options of a line; numbers as numbers, times in milliseconds. */
    public static Map<String, Object> fields(ServerLine line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        line.options().forEach((key, value) -> {
            long millis = TIMES.contains(key) ? Durations.parseMillis(value) : -1;
            long number = TEXTS.contains(key) ? -1 : line.number(key, -1);
            if (millis >= 0) {
                fields.put(key + "_ms", millis);
            } else {
                fields.put(key, number >= 0 ? (Object) number : value);
            }
        });
        return fields;
    }

    private static List<String> rows(Reply reply) {
        List<String> lines = new ArrayList<>();
        for (ServerLine row : reply.rows()) {
            lines.add(Json.object(row.values().isEmpty() ? fields(row) : named(row)));
        }
        return lines;
    }

    private static Map<String, Object> named(ServerLine line) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", line.value());
        if (line.values().size() > 1) {
            all.put("names", line.values());
        }
        all.putAll(fields(line));
        all.remove("msg");
        return all;
    }
}
