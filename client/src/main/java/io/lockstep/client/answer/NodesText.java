package io.lockstep.client.answer;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.program.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Formats the answer to NODES for a person, and says loudly when the cluster survives no further loss. */
public final class NodesText {

    private NodesText() {}

    static List<String> of(Reply reply) {
        List<String> lines = new ArrayList<>();
        for (ServerLine row : reply.rows()) {
            lines.add("server " + row.option("server") + "  " + row.option("address") + "  " + row.option("role")
                    + marks(row));
        }
        StringBuilder total = new StringBuilder(RefusalText.count(reply.rows().size(), "server"));
        RefusalText.appendIfGiven(total, ", voting: ", reply.line(), "voters");
        RefusalText.appendIfGiven(total, ", survives the loss of ", reply.line(), "survives");
        RefusalText.appendIfGiven(total, ", not heard of: ", reply.line(), "missing");
        lines.add(total.toString());
        return lines;
    }

    /** What a row says beside address and role: silence, and that the server is to be removed. */
    public static String marks(ServerLine row) {
        String silent = row.option("silent");
        String leaving = row.option("leaving") == null ? "" : "  to be removed";
        return (silent == null ? "" : "  SILENT for " + silent) + leaving;
    }

    /** The failure to report if voters are missing and the cluster survives no further loss; empty otherwise. */
    public static Optional<Failure> noSpare(Reply reply) {
        String missing = reply.line().option("missing");
        if (!reply.ok() || missing == null || reply.line().number("survives", 0) > 0) {
            return Optional.empty();
        }
        return Optional.of(new Failure(
                "NO_SPARE",
                "warning: nothing is heard of voting server " + missing + ", and the cluster survives no further loss:"
                        + " start it again, or replace it with: admin replace-server",
                Map.of("missing", missing),
                ExitCode.NO));
    }
}
