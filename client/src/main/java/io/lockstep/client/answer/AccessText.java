package io.lockstep.client.answer;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import java.util.ArrayList;
import java.util.List;

/** Shows users, their rules, and what the audit says of them. Pure. */
final class AccessText {

    private static final List<String> QUOTAS = List.of("sessions", "locks", "waiters", "watches");

    private AccessText() {}

    /** The answer to USER, ALLOW or DENY. */
    static List<String> of(Reply reply) {
        ServerLine line = reply.line();
        String user = line.option("user");
        if (user == null) {
            return list(reply);
        }
        String token = line.option("token");
        return token == null
                ? List.of("done: user " + user)
                : List.of("done: user " + user + " has the token below, which is not shown again", token);
    }

    private static List<String> list(Reply reply) {
        List<String> lines = new ArrayList<>();
        String last = "";
        for (ServerLine row : reply.rows()) {
            last = row.options().getOrDefault("user", "");
            if (row.option("right") == null) {
                lines.add(user(row));
            } else {
                String prefix = row.options().getOrDefault("prefix", "");
                lines.add("  " + row.option("right") + " "
                        + (prefix.isEmpty() ? "everything" : RefusalText.quoted(prefix + "...")));
            }
        }
        lines.add(
                AnswerText.more(reply)
                        ? "more follow after " + last
                        : RefusalText.count(reply.line().number("n", 0), "user"));
        return lines;
    }

    private static String user(ServerLine row) {
        StringBuilder text = new StringBuilder(row.options().getOrDefault("user", ""));
        RefusalText.appendIfGiven(text, "  tokens: ", row, "tokens");
        RefusalText.appendIfGiven(text, "  subject: ", row, "subject");
        QUOTAS.forEach(kind -> RefusalText.appendIfGiven(text, "  " + kind + ": at most ", row, kind));
        return text.toString();
    }

    /** What an audit row says of a user or of refusals; empty if it is about something else. */
    static String audited(ServerLine row) {
        StringBuilder text = new StringBuilder();
        if (row.option("refused") != null) {
            RefusalText.appendIfGiven(text, ": refused ", row, "refused");
            RefusalText.appendIfGiven(text, ", times: ", row, "times");
            RefusalText.appendIfGiven(text, ", at server ", row, "server");
        } else if (row.option("change") != null) {
            RefusalText.appendIfGiven(text, ": user ", row, "user");
            RefusalText.appendIfGiven(text, ": ", row, "change");
        }
        return text.toString();
    }
}
