package io.lockstep.client.answer;

import static io.lockstep.client.answer.LockListText.cell;
import static io.lockstep.client.answer.RefusalText.appendIfGiven;
import static io.lockstep.client.answer.RefusalText.quoted;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.program.TextTable;
import java.util.ArrayList;
import java.util.List;

/** Formats the audit, what operators did and what was refused, as a table for a person. Pure. */
final class AuditText {

    private static final List<String> NARROW = List.of("N", "AT", "WHAT", "OPERATOR", "REASON");
    private static final List<String> WIDE = List.of("N", "AT", "WHAT", "OPERATOR", "FROM", "REASON");

    private AuditText() {}

    static List<String> of(Reply reply, boolean wide) {
        List<List<String>> rows =
                reply.rows().stream().map(row -> row(row, wide)).toList();
        List<String> lines = new ArrayList<>(new TextTable(wide ? WIDE : NARROW).lines(rows));
        lines.add(AnswerText.end(reply, "record"));
        return lines;
    }

    private static List<String> row(ServerLine row, boolean wide) {
        List<String> cells =
                new ArrayList<>(List.of(cell(row, "n"), cell(row, "at"), what(row), cell(row, "operator")));
        if (wide) {
            cells.add(cell(row, "from"));
        }
        cells.add(cell(row, "reason"));
        return cells;
    }

    private static String what(ServerLine row) {
        StringBuilder text = new StringBuilder();
        if (row.option("name") != null) {
            text.append("forced release of ").append(quoted(cell(row, "name")));
            appendIfGiven(text, ", token ", row, "token");
            appendIfGiven(text, ", of client ", row, "owner");
            String label = row.option("label");
            text.append(label == null ? "" : " (" + label + ")");
            appendIfGiven(text, " at ", row, "owner_address");
        } else if (row.option("refused") != null) {
            appendIfGiven(text, "refused ", row, "refused");
            appendIfGiven(text, ", times: ", row, "times");
            appendIfGiven(text, ", at server ", row, "server");
            appendIfGiven(text, ", from ", row, "from");
        } else if (row.option("change") != null) {
            appendIfGiven(text, "user ", row, "user");
            appendIfGiven(text, ": ", row, "change");
        } else {
            ofTheCluster(text, row);
        }
        return text.toString();
    }

    private static void ofTheCluster(StringBuilder text, ServerLine row) {
        appendIfGiven(text, "server ", row, "server");
        appendIfGiven(text, " to be removed, way ", row, "way");
        appendIfGiven(text, " went on with entries up to ", row, "kept");
        appendIfGiven(text, ", and is known to have had ", row, "known");
        appendIfGiven(text, "the lock map may take ", row, "map_bytes");
        appendIfGiven(text, " bytes, before ", row, "map_bytes_before");
        appendIfGiven(text, "the locks were restored from a backup of cluster ", row, "restored_cluster");
        appendIfGiven(text, " at index ", row, "restored_index");
    }
}
