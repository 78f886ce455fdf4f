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

/** Formats the reply to WHO, the holders and waiters of a lock, as a table for a person. Pure. */
final class WhoText {

    private static final List<String> NARROW =
            List.of("ROLE", "PLACE", "CLIENT", "FOR", "LEFT", "TOKEN", "MODE", "LABEL");
    private static final List<String> WIDE = List.of(
            "ROLE", "PLACE", "CLIENT", "ADDRESS", "SERVER", "SESSION", "FOR", "LEFT", "TTL", "TOKEN", "MODE", "LABEL");

    private WhoText() {}

    static List<String> of(Reply reply, boolean wide) {
        List<List<String>> rows =
                reply.rows().stream().map(row -> row(row, wide)).toList();
        List<String> lines = new ArrayList<>(new TextTable(wide ? WIDE : NARROW).lines(rows));
        String name = quoted(reply.line().value());
        long holders = reply.line().number("holders", 0);
        String waiting = reply.line().number("waiting", 0) + " waiting";
        lines.add(
                holders == 0
                        ? "free: nobody holds " + name + "; " + waiting
                        : name + ": " + count(holders, "holder") + ", " + waiting
                                + (AnswerText.more(reply) ? ", not all of them shown" : ""));
        return lines;
    }

    private static List<String> row(ServerLine row, boolean wide) {
        boolean holds = row.value().equals("holder");
        List<String> cells = new ArrayList<>();
        cells.add(row.value());
        cells.add(cell(row, "pos"));
        cells.add(cell(row, "owner"));
        if (wide) {
            cells.add(cell(row, "address"));
            cells.add(cell(row, "server"));
            cells.add(cell(row, "session"));
        }
        cells.add(age(cell(row, holds ? "held" : "waited")));
        cells.add(age(cell(row, holds ? "lease" : "remaining")));
        if (wide) {
            cells.add(cell(row, "ttl"));
        }
        cells.add(cell(row, "token"));
        cells.add(row.option("mode") == null && row.option("permits") == null ? "" : mode(row));
        cells.add(cell(row, "label"));
        return cells;
    }
}
