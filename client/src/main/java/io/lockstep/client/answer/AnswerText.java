package io.lockstep.client.answer;

import static io.lockstep.client.answer.RefusalText.appendIfGiven;
import static io.lockstep.client.answer.RefusalText.count;
import static io.lockstep.client.answer.RefusalText.holder;
import static io.lockstep.client.answer.RefusalText.quoted;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.program.TextTable;
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
            case "SESSIONS" -> SessionsText.of(reply, wide);
            case "AUDIT" -> AuditText.of(reply, wide);
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
        List<String> lines = new ArrayList<>(new TextTable(List.of("PACKAGE", "LEVEL"))
                .lines(reply.rows().stream()
                        .map(row -> List.of(LockListText.cell(row, "package"), LockListText.cell(row, "level")))
                        .toList()));
        lines.add("the log of server " + reply.line().option("server"));
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

    /** The line after a page of such things, which says how to go on if it is not the last one. */
    static String end(Reply reply, String noun) {
        return more(reply)
                ? "more follow: --after " + AnswerJson.lastShown(reply) + " goes on"
                : count(reply.line().number("n", 0), noun);
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
