package io.lockstep.client.answer;

import static io.lockstep.client.answer.LockListText.cell;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.program.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Shows users and their rules. Pure. */
final class AccessText {

    private static final List<String> HEADERS = List.of("USER", "RIGHT", "OVER", "TOKENS", "QUOTAS", "SUBJECT");
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

    /** A line for each rule, with what holds for the whole user on the first one. */
    private static List<String> list(Reply reply) {
        List<List<String>> rows = new ArrayList<>();
        for (UserRows user : UserRows.of(reply)) {
            List<ServerLine> rules = user.rules();
            String name = cell(user.about(), "user");
            for (int i = 0; i < Math.max(1, rules.size()); i++) {
                rows.add(List.of(
                        name,
                        rules.isEmpty() ? "" : cell(rules.get(i), "right"),
                        rules.isEmpty() ? "" : over(cell(rules.get(i), "prefix")),
                        i > 0 ? "" : cell(user.about(), "tokens"),
                        i > 0 ? "" : quotas(user.about()),
                        i > 0 ? "" : cell(user.about(), "subject")));
            }
        }
        List<String> lines = new ArrayList<>(new TextTable(HEADERS).lines(rows));
        lines.add(AnswerText.end(reply, "user"));
        return lines;
    }

    private static String over(String prefix) {
        return prefix.isEmpty() ? "everything" : RefusalText.quoted(prefix + "...");
    }

    private static String quotas(ServerLine about) {
        return QUOTAS.stream()
                .filter(kind -> about.option(kind) != null)
                .map(kind -> kind + " " + about.option(kind))
                .collect(Collectors.joining(", "));
    }
}
