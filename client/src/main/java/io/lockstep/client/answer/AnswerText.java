package io.lockstep.client.answer;

import static io.lockstep.client.answer.RefusalText.appendIfGiven;
import static io.lockstep.client.answer.RefusalText.count;
import static io.lockstep.client.answer.RefusalText.holder;
import static io.lockstep.client.answer.RefusalText.quoted;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import java.util.ArrayList;
import java.util.List;

/** The answer to a request that was done, as lines for a person. Pure. */
public final class AnswerText {

    private AnswerText() {}

    /** One or more lines, without line ends. The reply must be an OK. */
    public static List<String> of(Reply reply) {
        ServerLine line = reply.line();
        return switch (line.word()) {
            case "LOCK" -> List.of("granted: " + quoted(line.value()) + " token " + line.option("token"));
            case "RELEASE" -> List.of("released: " + quoted(line.value()));
            case "STATUS" -> List.of(status(line));
            case "LIST" -> list(reply);
            case "WHOAMI" -> List.of(whoAmI(line));
            case "INFO" -> info(reply);
            case "NODES" -> nodes(reply);
            case "PONG" -> List.of(line.value().isEmpty() ? "pong" : "pong " + quoted(line.value()));
            default -> List.of("done");
        };
    }

    private static String status(ServerLine line) {
        if (!"held".equals(line.option("state"))) {
            return "free: there is no such lock " + quoted(line.value());
        }
        StringBuilder text = new StringBuilder("held: ")
                .append(quoted(line.value()))
                .append(" by ")
                .append(holder(line));
        appendIfGiven(text, ", since ", line, "since");
        appendIfGiven(text, ", token ", line, "token");
        return text.toString();
    }

    private static List<String> list(Reply reply) {
        List<String> lines = new ArrayList<>();
        for (ServerLine row : reply.rows()) {
            lines.add(quoted(row.value()) + " by " + holder(row) + ", token " + row.option("token"));
        }
        boolean more = "yes".equals(reply.line().option("more"));
        String last = more ? quoted(reply.rows().get(reply.rows().size() - 1).value()) : "";
        lines.add(more ? "more follow after " + last : count(reply.rows().size(), "lock") + " held");
        return lines;
    }

    private static String whoAmI(ServerLine line) {
        StringBuilder text = new StringBuilder("client ").append(line.option("client"));
        appendIfGiven(text, " at ", line, "address");
        appendIfGiven(text, " on server ", line, "server");
        appendIfGiven(text, ", session ", line, "session");
        appendIfGiven(text, ", lease ", line, "ttl");
        return text.append(", holding ")
                .append(count(line.number("locks", 0), "lock"))
                .toString();
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

    private static List<String> nodes(Reply reply) {
        List<String> lines = new ArrayList<>();
        for (ServerLine row : reply.rows()) {
            lines.add("server " + row.option("server") + "  " + row.option("address") + "  " + row.option("role"));
        }
        StringBuilder total = new StringBuilder(count(reply.rows().size(), "server"));
        appendIfGiven(total, ", voting: ", reply.line(), "voters");
        appendIfGiven(total, ", survives the loss of ", reply.line(), "survives");
        lines.add(total.toString());
        return lines;
    }
}
