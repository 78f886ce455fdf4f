package io.lockstep.client.answer;

import static io.lockstep.client.answer.RefusalText.age;
import static io.lockstep.client.answer.RefusalText.count;
import static io.lockstep.client.answer.RefusalText.mode;
import static io.lockstep.client.answer.RefusalText.quoted;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.program.TextTable;
import java.util.ArrayList;
import java.util.List;

/** Formats the held locks, page by page, as one table for a person. */
final class LockListText {

    private static final List<String> NARROW = List.of("NAME", "TOKEN", "CLIENT", "HELD", "MODE", "WAITING", "LABEL");
    private static final List<String> WIDE =
            List.of("NAME", "TOKEN", "CLIENT", "ADDRESS", "SERVER", "HELD", "MODE", "HOLDERS", "WAITING", "LABEL");

    private final boolean wide;
    private final TextTable table;
    private long rows;

    LockListText(boolean wide) {
        this.wide = wide;
        this.table = new TextTable(wide ? WIDE : NARROW);
    }

    /** The lines of one page. */
    List<String> page(Reply reply) {
        rows += reply.rows().size();
        return table.lines(reply.rows().stream().map(this::row).toList());
    }

    /** The line after the last page that is shown, which says if it is not the last one. */
    String end(Reply last) {
        String name = AnswerJson.lastShown(last);
        return AnswerText.more(last)
                ? "more follow: --after " + quoted(name) + " goes on, --all lists all"
                : count(rows, "lock") + " held";
    }

    private List<String> row(ServerLine row) {
        List<String> cells = new ArrayList<>();
        cells.add(quoted(row.value()));
        cells.add(cell(row, "token"));
        cells.add(cell(row, "owner"));
        if (wide) {
            cells.add(cell(row, "address"));
            cells.add(cell(row, "server"));
        }
        cells.add(age(cell(row, "held")));
        cells.add(row.option("mode") == null ? "" : mode(row));
        if (wide) {
            cells.add(row.options().getOrDefault("holders", "1"));
        }
        cells.add(row.options().getOrDefault("waiting", "0"));
        cells.add(cell(row, "label"));
        return cells;
    }

    static String cell(ServerLine row, String key) {
        return row.options().getOrDefault(key, "");
    }
}
