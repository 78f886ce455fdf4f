package io.lockstep.client.answer;

import static io.lockstep.client.answer.LockListText.cell;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.program.ExitCode;
import io.lockstep.program.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Formats the answer to NODES for a person, and says loudly when the cluster survives no further loss. */
public final class NodesText {

    private NodesText() {}

    private static final List<String> NARROW = List.of("SERVER", "ADDRESS", "ROLE", "STATE");
    private static final List<String> WIDE =
            List.of("SERVER", "ADDRESS", "PEERS", "STORAGE", "VERSION", "ROLE", "STATE");

    static List<String> of(Reply reply, boolean wide) {
        List<List<String>> rows =
                reply.rows().stream().map(row -> row(row, wide)).toList();
        List<String> lines = new ArrayList<>(new TextTable(wide ? WIDE : NARROW).lines(rows));
        lines.add(total(reply));
        return lines;
    }

    /** What holds for the whole cluster, in one line. */
    public static String total(Reply reply) {
        StringBuilder total = new StringBuilder(RefusalText.count(reply.rows().size(), "server"));
        RefusalText.appendIfGiven(total, ", voting: ", reply.line(), "voters");
        RefusalText.appendIfGiven(total, ", survives the loss of ", reply.line(), "survives");
        RefusalText.appendIfGiven(total, ", not heard of: ", reply.line(), "missing");
        RefusalText.appendIfGiven(total, ", in doubt: ", reply.line(), "doubtful");
        return total.toString();
    }

    private static List<String> row(ServerLine row, boolean wide) {
        String marks = marks(row).strip();
        String state = marks.isEmpty() ? "ok" : marks;
        return wide
                ? List.of(
                        cell(row, "server"),
                        address(row),
                        cell(row, "peer"),
                        cell(row, "storage"),
                        cell(row, "version"),
                        cell(row, "role"),
                        state)
                : List.of(cell(row, "server"), address(row), cell(row, "role"), state);
    }

    /** Without a leader a server that has just started knows the addresses for servers only. */
    private static String address(ServerLine row) {
        String address = row.option("address");
        return address == null ? "for servers: " + row.option("peer") : address;
    }

    /** What a row says beside address and role: silence, doubt, and that the server is to be removed. */
    public static String marks(ServerLine row) {
        String silent = row.option("silent");
        String leaving = row.option("leaving") == null ? "" : "  to be removed";
        return (silent == null ? "" : "  SILENT for " + silent) + doubt(row) + leaving;
    }

    private static String doubt(ServerLine row) {
        if (row.option("doubt") == null) {
            return "";
        }
        String missing = row.option("waits_for");
        return "  IN DOUBT of its disk, does not vote; waits for a leader"
                + (missing == null ? "" : ", has not heard of " + missing);
    }

    /**
     * The failure to report if voters are missing or in doubt and the cluster survives no further loss; empty
     * otherwise.
     */
    public static Optional<Failure> noSpare(Reply reply) {
        String missing = reply.line().option("missing");
        String doubtful = reply.line().option("doubtful");
        if (!reply.ok() || reply.line().number("survives", 0) > 0) {
            return Optional.empty();
        }
        if (missing != null) {
            String what = "nothing is heard of voting server " + missing
                    + (doubtful == null ? "" : ", server " + doubtful + " is in doubt of its disk");
            return Optional.of(
                    failure("missing", missing, what, "start it again, or replace it with: admin replace-server"));
        }
        if (doubtful != null) {
            String what = "voting server " + doubtful + " is in doubt of its disk";
            return Optional.of(
                    failure("doubtful", doubtful, what, "it votes again when it has caught up with a leader"));
        }
        return Optional.empty();
    }

    private static Failure failure(String key, String servers, String what, String remedy) {
        return new Failure(
                "NO_SPARE",
                "warning: " + what + ", and the cluster survives no further loss: " + remedy,
                Map.of(key, servers),
                ExitCode.NO);
    }
}
