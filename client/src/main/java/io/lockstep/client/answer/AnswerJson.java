package io.lockstep.client.answer;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.program.Json;
import io.lockstep.program.LineFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Formats a successful reply as JSON objects, one per line, with the protocol's own keys. Pure. */
public final class AnswerJson {

    private AnswerJson() {}

    /** One object per line, without line ends. The reply must be an OK. */
    public static List<String> of(Reply reply) {
        ServerLine line = reply.line();
        return switch (line.word()) {
            case "LOCK", "EXTEND", "RELEASE", "STATUS", "FORCE" -> List.of(Json.object(LineFields.named(line)));
            case "LIST", "AUDIT", "LOGLEVEL" -> rows(reply);
            case "USER" -> line.option("user") == null ? users(reply) : List.of(Json.object(LineFields.of(line)));
            case "SESSIONS" -> line.option("state") == null ? rows(reply) : List.of(Json.object(session(reply)));
            case "WHO", "HISTORY" -> participants(reply);
            case "NODES" -> nodes(reply);
            case "INFO" -> {
                Map<String, Object> all = new LinkedHashMap<>();
                reply.rows().forEach(row -> all.putAll(LineFields.of(row)));
                yield List.of(Json.object(all));
            }
            case "PONG" -> List.of(Json.object(Map.of("pong", line.value())));
            default -> List.of(Json.object(LineFields.of(line)));
        };
    }

    /** A push, such as an event of a watch, as one object. */
    public static String push(ServerLine push) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("event", push.word());
        all.putAll(push.values().isEmpty() ? LineFields.of(push) : LineFields.named(push));
        all.remove("watch");
        return Json.object(all);
    }

    /** The note that rows are missing after these: which comes last, and how to have the rest. */
    static String more(Reply reply) {
        String last = lastShown(reply);
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("warning", "MORE");
        if (!last.isEmpty()) {
            note.put(next(reply), last);
        }
        note.put(
                "msg",
                last.isEmpty()
                        ? "more follow; --limit shows more"
                        : "more follow; --" + next(reply) + " goes on" + all(reply));
        return Json.object(note);
    }

    /** The option that asks for the next page. */
    private static String next(Reply reply) {
        return reply.line().word().equals("HISTORY") ? "before" : "after";
    }

    private static String all(Reply reply) {
        return reply.line().word().equals("LIST") ? ", --all lists all" : "";
    }

    /** What the next page comes after; empty if this reply has no pages. */
    static String lastShown(Reply reply) {
        if (reply.line().word().equals("SESSIONS")) {
            return reply.line().options().getOrDefault("after", "");
        }
        if (reply.rows().isEmpty()) {
            return "";
        }
        ServerLine last = reply.rows().get(reply.rows().size() - 1);
        return switch (reply.line().word()) {
            case "LIST" -> last.value();
            case "USER" -> last.options().getOrDefault("user", "");
            case "AUDIT", "HISTORY" -> last.options().getOrDefault("n", "");
            default -> "";
        };
    }

    /** The servers, each with what holds for the cluster. */
    private static List<String> nodes(Reply reply) {
        Map<String, Object> cluster = LineFields.of(reply.line());
        cluster.remove("n");
        List<String> lines = new ArrayList<>();
        for (ServerLine row : reply.rows()) {
            Map<String, Object> all = LineFields.of(row);
            all.putAll(cluster);
            lines.add(Json.object(all));
        }
        return lines;
    }

    /** The holders, and the waiters or the former holders, each with its role. */
    private static List<String> participants(Reply reply) {
        List<String> lines = new ArrayList<>();
        for (ServerLine row : reply.rows()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("name", reply.line().value());
            all.put("role", row.value());
            all.putAll(LineFields.of(row));
            lines.add(Json.object(all));
        }
        return lines;
    }

    /** A session with what it holds and waits for. */
    private static Map<String, Object> session(Reply reply) {
        Map<String, Object> all = LineFields.of(reply.line());
        all.remove("n");
        all.remove("msg");
        for (String role : List.of("holds", "waits")) {
            all.put(
                    role,
                    reply.rows().stream()
                            .filter(row -> row.value().equals(role))
                            .map(LineFields::of)
                            .toList());
        }
        return all;
    }

    private static List<String> users(Reply reply) {
        return UserRows.of(reply).stream()
                .map(user -> Json.object(user.fields()))
                .toList();
    }

    private static List<String> rows(Reply reply) {
        List<String> lines = new ArrayList<>();
        for (ServerLine row : reply.rows()) {
            lines.add(Json.object(row.values().isEmpty() ? LineFields.of(row) : LineFields.named(row)));
        }
        return lines;
    }
}
