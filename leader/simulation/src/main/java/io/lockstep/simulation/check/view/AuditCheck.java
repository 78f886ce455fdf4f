package io.lockstep.simulation.check.view;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.LoggedAudit;
import io.lockstep.simulation.check.reading.Ownership;
import io.lockstep.simulation.client.ClientCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** AUDIT lists exactly the forced releases, numbered in the order of the log. */
public final class AuditCheck implements Check {

    @Override
    public Set<String> subjects() {
        return Set.of("a list with rows", "a page");
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
                if (!listed.equals(expected)) {
                    verdict.breach(
                            "contradicts the log at its index, where it is " + expected + ": " + call + call.rows());
                }
            }
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
                        act(audit, log),
                        audit.operator(),
                        audit.operatorAddress(),
                        audit.reason()));
            }
        }
        return expected;
    }

    private static String act(LoggedAudit audit, LogReading log) {
        Ownership broken = audit.broken();
        return broken == null
                ? "server " + audit.server()
                : String.join(
                        " ",
                        broken.name,
                        Long.toString(broken.token),
                        Long.toString(log.session(broken.session).clientId));
    }

    private static String act(ServerLine row) {
        return row.option("name") == null
                ? "server " + row.option("server")
                : String.join(" ", row.option("name"), row.option("token"), row.option("owner"));
    }

    private static String listed(ServerLine row) {
        return String.join(
                " ",
                row.option("n"),
                act(row),
                Objects.requireNonNullElse(row.option("operator"), ""),
                row.option("from"),
                row.option("reason"));
    }
}
