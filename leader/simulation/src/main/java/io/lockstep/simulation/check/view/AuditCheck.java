package io.lockstep.simulation.check.view;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.LoggedAudit;
import io.lockstep.simulation.client.ClientCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * AUDIT lists exactly the forced releases, the removals of servers, the changes of users and the refusals that servers
 * reported, numbered in the order of the log.
 */
public final class AuditCheck implements Check {

    @Override
    public Set<String> subjects() {
        return Set.of("a list with rows", "a page", "a change of a user", "a refusal");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        for (ClientCall call : evidence.history().calls()) {
            if (call.isOk() && call.ask().verb() == Verb.AUDIT) {
                List<String> expected = expected(call, evidence.log());
                List<String> listed =
                        call.rows().stream().map(AuditCheck::listed).toList();
                if (!expected.isEmpty()) {
                    verdict.judged(call.ask().options().containsKey("limit") ? "a page" : "a list with rows");
                }
                listed.forEach(row -> judgeKind(row, verdict));
                if (!listed.equals(expected)) {
                    verdict.breach(
                            "contradicts the log at its index, where it is " + expected + ": " + call + call.rows());
                }
            }
        }
    }

    private static void judgeKind(String row, CheckVerdict verdict) {
        if (row.contains(" user ")) {
            verdict.judged("a change of a user");
        } else if (row.contains(" refused ")) {
            verdict.judged("a refusal");
        }
    }

    private static List<String> expected(ClientCall call, LogReading log) {
        List<String> expected = new ArrayList<>();
        long limit = call.ask().options().containsKey("limit") ? call.ask().number("limit") : 100;
        long number = 0;
        for (LoggedAudit audit : log.audit()) {
            number++;
            if (audit.moment().index() <= call.index()
                    && number > call.ask().number("after")
                    && expected.size() < limit) {
                expected.add(String.join(
                        " ",
                        Long.toString(number),
                        audit.act(),
                        audit.operator(),
                        audit.operatorAddress(),
                        audit.reason()));
            }
        }
        return expected;
    }

    private static String act(ServerLine row) {
        if (row.option("name") != null) {
            return String.join(" ", "lock", row.option("name"), row.option("token"), row.option("owner"));
        }
        if (row.option("user") != null) {
            return String.join(" ", "user", row.option("user"), row.option("change"));
        }
        return row.option("refused") != null
                ? String.join(" ", "refused", row.option("refused"), row.option("times"), row.option("server"))
                : "server " + row.option("server");
    }

    private static String listed(ServerLine row) {
        return String.join(
                " ",
                row.option("n"),
                act(row),
                Objects.requireNonNullElse(row.option("operator"), ""),
                row.option("from"),
                Objects.requireNonNullElse(row.option("reason"), ""));
    }
}
