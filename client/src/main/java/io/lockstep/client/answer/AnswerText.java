package io.lockstep.client.answer;

import static io.lockstep.client.answer.RefusalText.appendIfGiven;
import static io.lockstep.client.answer.RefusalText.count;
import static io.lockstep.client.answer.RefusalText.holder;
import static io.lockstep.client.answer.RefusalText.quoted;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Formats a successful reply as text for a person. Pure. */
public final class AnswerText {

    private AnswerText() {}

    /** One or more lines, without line ends. The reply must be an OK. */
    public static List<String> of(Reply reply) {
        return of(reply, false);
    }

    /** The same; with {@code wide}, tables have all their columns. */
    public static List<String> of(Reply reply, boolean wide) {
        ServerLine line = reply.line();
        return switch (line.word()) {
            case "LOCK" -> List.of("granted: " + names(line) + " token " + line.option("token") + lease(line));
            case "EXTEND" -> List.of("extended: " + names(line) + " token " + line.option("token") + lease(line));
            case "RELEASE" -> List.of("released: " + names(line));
            case "FORCE" -> List.of("released: " + names(line) + " by force, token " + line.option("token"));
            case "CANCEL" ->
                List.of("yes".equals(line.option("cancelled")) ? "cancelled" : "too late: already answered");
            case "STATUS" -> List.of(status(line));
            case "LIST" -> list(reply, wide);
            case "WHO" -> WhoText.of(reply, wide);
            case "HISTORY" -> HistoryText.of(reply, wide);
            case "AUDIT" -> audit(reply);
            case "USER", "ALLOW", "DENY" -> AccessText.of(reply);
            case "AUTH" -> List.of("done: " + user(line));
            case "WHOAMI" -> List.of(whoAmI(line));
            case "INFO" -> info(reply);
            case "NODES" -> NodesText.of(reply, wide);
            case "LOGLEVEL" -> logLevels(reply);
            case "SET" -> List.of("set: the lock map may take " + line.option("map_bytes") + " bytes");
            case "REMOVE" -> List.of(removal(line));
            case "TRANSFER" -> List.of("transferring: nodes shows when another server leads");
            case "PONG" -> List.of(line.value().isEmpty() ? "pong" : "pong " + quoted(line.value()));
            default -> List.of("done");
        };
    }

    private static List<String> logLevels(Reply reply) {
        List<String> lines = new ArrayList<>();
        lines.add("server " + reply.line().option("server") + " logs:");
        reply.rows().forEach(row -> lines.add("  " + row.option("package") + " " + row.option("level")));
        return lines;
    }

    private static String user(ServerLine line) {
        String user = line.option("user");
        return user == null ? "this cluster has no users" : "you are user " + user;
    }

    /** What only a grant with its own lease has. */
    private static String lease(ServerLine line) {
        StringBuilder text = new StringBuilder();
        String key = line.option("key");
        text.append(key == null ? "" : " key " + quoted(key));
        appendIfGiven(text, " for ", line, "lease");
        return text.toString();
    }

    private static String names(ServerLine line) {
        return line.values().stream().map(RefusalText::quoted).collect(Collectors.joining(", "));
    }

    private static String status(ServerLine line) {
        if ("delayed".equals(line.option("state"))) {
            return "delayed: " + quoted(line.value()) + " is held by nobody, and blocked for another "
                    + line.option("remaining");
        }
        if (!"held".equals(line.option("state"))) {
            return "free: there is no such lock " + quoted(line.value());
        }
        StringBuilder text = new StringBuilder("held: ")
                .append(quoted(line.value()))
                .append(" by ")
                .append(holder(line));
        appendIfGiven(text, ", since ", line, "since");
        appendIfGiven(text, ", token ", line, "token");
        return text.append(sharing(line)).toString();
    }

    /** The mode, unless it is exclusive, and the number of waiters. */
    private static String sharing(ServerLine line) {
        StringBuilder text = new StringBuilder();
        String mode = line.option("mode");
        if (mode != null && !mode.equals("exclusive")) {
            text.append(", ").append(RefusalText.mode(line));
        }
        appendIfGiven(text, ", holders: ", line, "holders");
        appendIfGiven(text, ", waiting: ", line, "waiting");
        return text.toString();
    }

    private static List<String> list(Reply reply, boolean wide) {
        LockListText table = new LockListText(wide);
        List<String> lines = new ArrayList<>(table.page(reply));
        lines.add(table.end(reply));
        return lines;
    }

    static boolean more(Reply reply) {
        return "yes".equals(reply.line().option("more"));
    }

    private static List<String> audit(Reply reply) {
        List<String> lines = new ArrayList<>();
        for (ServerLine row : reply.rows()) {
            StringBuilder text = new StringBuilder("#" + row.option("n"));
            appendIfGiven(text, " ", row, "at");
            String access = AccessText.audited(row);
            if (!access.isEmpty()) {
                text.append(access);
            } else if (row.option("name") == null) {
                appendIfGiven(text, ": server ", row, "server");
                appendIfGiven(text, " to be removed, way ", row, "way");
                appendIfGiven(text, ": the lock map may take ", row, "map_bytes");
                appendIfGiven(text, " bytes, before ", row, "map_bytes_before");
                appendIfGiven(text, " went on with entries up to ", row, "kept");
                appendIfGiven(text, ", and is known to have had ", row, "known");
                appendIfGiven(text, ": the locks were restored from a backup of cluster ", row, "restored_cluster");
                appendIfGiven(text, " at index ", row, "restored_index");
            } else {
                text.append(": ").append(quoted(row.options().getOrDefault("name", "")));
            }
            appendIfGiven(text, ", token ", row, "token");
            appendIfGiven(text, ", of client ", row, "owner");
            String label = row.option("label");
            text.append(label == null ? "" : " (" + label + ")");
            appendIfGiven(text, " at ", row, "owner_address");
            appendIfGiven(text, row.option("name") == null ? ", by " : ", released by ", row, "operator");
            appendIfGiven(text, " from ", row, "from");
            appendIfGiven(text, ": ", row, "reason");
            lines.add(text.toString());
        }
        lines.add(
                more(reply)
                        ? "more follow: --after " + AnswerJson.lastShown(reply) + " goes on"
                        : count(reply.rows().size(), "record"));
        return lines;
    }

    private static String whoAmI(ServerLine line) {
        StringBuilder text = new StringBuilder("client ").append(line.option("client"));
        appendIfGiven(text, " at ", line, "address");
        appendIfGiven(text, " on server ", line, "server");
        appendIfGiven(text, ", user ", line, "user");
        appendIfGiven(text, ", session ", line, "session");
        appendIfGiven(text, ", lease ", line, "ttl");
        text.append(", holding ").append(count(line.number("locks", 0), "lock"));
        long waiting = line.number("waiting", 0);
        if (waiting > 0) {
            text.append(", waiting for ").append(count(waiting, "lock"));
        }
        String label = line.option("label");
        return label == null ? text.toString() : text + ", known as " + quoted(label);
    }

    private static List<String> info(Reply reply) {
        List<String> lines = new ArrayList<>();
        int width = reply.rows().stream()
                .flatMap(row -> row.options().keySet().stream())
                .mapToInt(String::length)
                .max()
                .orElse(0);
        for (ServerLine row : reply.rows()) {
            row.options().forEach((key, value) -> lines.add(key + " ".repeat(width - key.length() + 2) + value));
        }
        return lines;
    }

    private static String removal(ServerLine line) {
        return "yes".equals(line.option("done"))
                ? "removed: server " + line.option("server")
                : "leaving: server " + line.option("server") + " is to be removed";
    }
}
