package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.NodesText;
import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.survey.Checkup;
import io.lockstep.client.survey.ServersText;
import io.lockstep.client.survey.Survey;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.ExitCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code lockstep admin servers}. */
@Command(
        name = "servers",
        description = {
            "Asks every server for itself, and shows role, term, index, how many entries it trails the leader by, when"
                    + " it was last heard of, how long its disk takes, version, and the end of its certificate.",
            "Exit status 1 if voting servers are not heard of and the cluster survives no further loss. nodes is the"
                    + " short form, which asks one server."
        })
final class ServersCommand extends OperatorCommand {

    @Override
    protected int run(Output output) throws InterruptedException {
        Call nodes = Call.of(Verb.NODES);
        CallOutcome outcome;
        try (ClientSession session = session(settings(), output)) {
            outcome = session.call(nodes);
        }
        Optional<Reply> known = outcome.success();
        if (known.isEmpty()) {
            return output.outcome(nodes, outcome);
        }
        Survey survey = Survey.of(known.get(), settings());
        List<String> lines = output.format() == Output.Format.JSON ? ServersText.json(survey) : ServersText.of(survey);
        lines.forEach(output::line);
        Checkup.certificates(survey, Instant.now())
                .forEach(finding -> output.remark("warning: " + finding.what() + ": " + finding.remedy()));
        Optional<Failure> noSpare = NodesText.noSpare(known.get());
        return noSpare.isPresent() ? output.failure(noSpare.get()) : ExitCode.OK;
    }
}
