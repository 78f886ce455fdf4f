package io.lockstep.client.answer;

import static io.lockstep.client.answer.LockListText.cell;
import static io.lockstep.client.answer.RefusalText.age;
import static io.lockstep.client.answer.RefusalText.count;
import static io.lockstep.client.answer.RefusalText.mode;
import static io.lockstep.client.answer.RefusalText.quoted;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.program.TextTable;
import java.util.ArrayList;
import java.util.List;

/** Formats the reply to HISTORY, the grants of a lock, as a table for a person. Pure. */
final class HistoryText {

    private static final List<String> NARROW = List.of("SINCE", "HELD", "ENDED", "WAITED", "CLIENT", "TOKEN", "LABEL");
    private static final List<String> WIDE = List.of(
            "SINCE", "UNTIL", "HELD", "ENDED", "WAITED", "WAITING", "CLIENT", "ADDRESS", "TOKEN", "MODE", "LABEL");

    private HistoryText() {}

    static List<String> of(Reply reply, boolean wide) {
        List<List<String>> rows =
                reply.rows().stream().map(row -> row(row, wide)).toList();
        List<String> lines = new ArrayList<>(new TextTable(wide ? WIDE : NARROW).lines(rows));
        lines.add(end(reply));
        return lines;
    }

    private static List<String> row(ServerLine row, boolean wide) {
        boolean holds = row.value().equals("holder");
        List<String> cells = new ArrayList<>();
        cells.add(cell(row, "since"));
        if (wide) {
            cells.add(cell(row, "until"));
        }
        cells.add(age(cell(row, "held")));
        cells.add(holds ? "holds it" : cell(row, "ended"));
        cells.add(age(cell(row, "waited")));
        if (wide) {
            cells.add(cell(row, "waiting"));
        }
        cells.add(cell(row, "owner"));
        if (wide) {
            cells.add(cell(row, "address"));
        }
        cells.add(cell(row, "token"));
        if (wide) {
            cells.add(mode(row));
        }
        cells.add(cell(row, "label"));
        return cells;
    }

    private static String end(Reply reply) {
        ServerLine line = reply.line();
        if (AnswerText.more(reply)) {
            String last = AnswerJson.lastShown(reply);
            return "more follow: " + (last.isEmpty() ? "--limit shows more" : "--before " + last + " goes on");
        }
        return found(reply) + "; " + reach(line);
    }

    private static String found(Reply reply) {
        String name = quoted(reply.line().value());
        String at = reply.line().option("at");
        if (at != null && reply.rows().isEmpty()) {
            return name + " was not held at " + at + ", as far as the history goes";
        }
        return name + ": " + count(reply.rows().size(), "grant") + (at == null ? "" : " at " + at);
    }

    /** How far back the history goes. */
    private static String reach(ServerLine line) {
        if ("off".equals(line.option("history"))) {
            return "this cluster keeps no history";
        }
        String since = line.option("complete_since");
        return "the history is complete since " + (since == null ? "the cluster was founded" : since);
    }
}
