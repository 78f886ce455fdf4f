package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.NodesText;
import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.survey.Checkup;
import io.lockstep.client.survey.Finding;
import io.lockstep.client.survey.Survey;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.ExitCode;
import io.lockstep.program.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code lockstep admin check}. */
@Command(
        name = "check",
        description = {
            "Says whether the cluster is well: PASS, or what is wrong and what to do about it, one line each.",
            "Asks every server for itself, and has the leader confirm with a majority that it leads. Exit status 1 if"
                    + " something is wrong. check perf measures the speed."
        },
        subcommands = CheckPerfCommand.class)
final class CheckCommand extends OperatorCommand {

    /** A read that needs a majority. There need be no such lock. */
    private static final Call CONFIRMED_READ =
            Call.of(Verb.STATUS, "lockstep-check").with("read", "sync");

    @Override
    protected int run(Output output) throws InterruptedException {
        Call nodes = Call.of(Verb.NODES);
        Reply known;
        CallOutcome read;
        try (ClientSession session = session(settings(), output)) {
            CallOutcome outcome = session.call(nodes);
            if (outcome.success().isEmpty()) {
                return output.outcome(nodes, outcome);
            }
            known = outcome.success().get();
            read = session.call(CONFIRMED_READ);
        }
        List<Finding> findings = new ArrayList<>(Checkup.of(Survey.of(known, settings()), Instant.now()));
        unconfirmed(read).ifPresent(finding -> findings.add(0, finding));
        findings.forEach(finding -> output.report(text(finding), json(finding)));
        output.data(verdict(known, findings.size()), verdictJson(findings.size()));
        return findings.isEmpty() ? ExitCode.OK : ExitCode.NO;
    }

    /** A user who may not read this lock learns nothing about the majority: that is no finding. */
    private static Optional<Finding> unconfirmed(CallOutcome read) {
        boolean denied = read instanceof CallOutcome.Answered answered
                && answered.reply().is(ErrorCode.DENIED);
        return denied
                ? Optional.empty()
                : Failure.of(CONFIRMED_READ, read)
                        .map(failure -> new Finding(
                                "NO_MAJORITY",
                                "no leader could confirm a read with a majority: " + failure.text(),
                                "start the voting servers that are down, and see that they reach one another"));
    }

    private static String text(Finding finding) {
        return "wrong: " + finding.what() + "\n  do: " + finding.remedy();
    }

    private static String json(Finding finding) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("finding", finding.code());
        fields.put("what", finding.what());
        fields.put("do", finding.remedy());
        return Json.object(fields);
    }

    private static String verdict(Reply nodes, int findings) {
        return (findings == 0 ? "PASS" : "FAIL, findings: " + findings) + " (" + NodesText.total(nodes) + ")";
    }

    private static String verdictJson(int findings) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("result", findings == 0 ? "PASS" : "FAIL");
        fields.put("findings", findings);
        return Json.object(fields);
    }
}
