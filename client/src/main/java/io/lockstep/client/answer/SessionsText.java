package io.lockstep.client.answer;

import static io.lockstep.client.answer.LockListText.cell;
import static io.lockstep.client.answer.RefusalText.age;
import static io.lockstep.client.answer.RefusalText.appendIfGiven;
import static io.lockstep.client.answer.RefusalText.count;
import static io.lockstep.client.answer.RefusalText.mode;
import static io.lockstep.client.answer.RefusalText.quoted;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.program.TextTable;
import java.util.ArrayList;
import java.util.List;

/** Formats the sessions, or what one of them holds and waits for, as a table for a person. Pure. */
final class SessionsText {

    private static final List<String> NARROW =
            List.of("SESSION", "CLIENT", "SERVER", "LEFT", "LOCKS", "WAITING", "USER", "LABEL");
    private static final List<String> WIDE =
            List.of("SESSION", "CLIENT", "ADDRESS", "SERVER", "TTL", "LEFT", "LOCKS", "WAITING", "USER", "LABEL");
    private static final List<String> LOCKS = List.of("ROLE", "LOCK", "FOR", "LEFT", "TOKEN", "MODE");

    private SessionsText() {}

    static List<String> of(Reply reply, boolean wide) {
        return reply.line().option("state") == null ? all(reply, wide) : one(reply);
    }

    private static List<String> all(Reply reply, boolean wide) {
        List<List<String>> rows =
                reply.rows().stream().map(row -> row(row, wide)).toList();
        List<String> lines = new ArrayList<>(new TextTable(wide ? WIDE : NARROW).lines(rows));
        lines.add(AnswerText.end(reply, "session"));
        return lines;
    }

    private static List<String> row(ServerLine row, boolean wide) {
        List<String> cells = new ArrayList<>(List.of(cell(row, "session"), cell(row, "client")));
        if (wide) {
            cells.add(cell(row, "address"));
        }
        cells.add(cell(row, "server"));
        if (wide) {
            cells.add(cell(row, "ttl"));
        }
        cells.add(age(cell(row, "lease")));
        cells.add(cell(row, "locks"));
        cells.add(row.options().getOrDefault("waiting", "0"));
        cells.add(cell(row, "user"));
        cells.add(cell(row, "label"));
        return cells;
    }

    private static List<String> one(Reply reply) {
        ServerLine line = reply.line();
        if ("ended".equals(line.option("state"))) {
            return List.of("ended: there is no session " + line.option("session"));
        }
        List<List<String>> rows = reply.rows().stream().map(SessionsText::lock).toList();
        List<String> lines = new ArrayList<>(new TextTable(LOCKS).lines(rows));
        StringBuilder end =
                new StringBuilder("session " + line.option("session") + ": client " + line.option("client"));
        String label = line.option("label");
        end.append(label == null ? "" : " (" + label + ")");
        appendIfGiven(end, " at ", line, "address");
        appendIfGiven(end, " on server ", line, "server");
        appendIfGiven(end, ", user ", line, "user");
        end.append(", holding ").append(count(line.number("locks", 0), "lock"));
        end.append(", requests waiting: ").append(line.number("waiting", 0));
        lines.add(end.append(AnswerText.more(reply) ? ", not all of them shown" : "")
                .toString());
        return lines;
    }

    private static List<String> lock(ServerLine row) {
        boolean holds = row.value().equals("holds");
        return List.of(
                row.value(),
                quoted(cell(row, "name")),
                age(cell(row, holds ? "held" : "waited")),
                age(cell(row, "remaining")),
                cell(row, "token"),
                row.option("mode") == null && row.option("permits") == null ? "" : mode(row));
    }
}
