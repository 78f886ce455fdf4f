package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Json;
import io.lockstep.client.answer.Output;
import io.lockstep.client.history.HistoryReader;
import io.lockstep.client.history.MalformedHistoryException;
import io.lockstep.client.history.Operation;
import io.lockstep.client.history.Operation.Kind;
import io.lockstep.client.history.Operation.Result;
import io.lockstep.client.history.check.Judge;
import io.lockstep.client.history.check.Verdict;
import io.lockstep.common.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep judge}. */
@Command(
        name = "judge",
        description = {
            "Judges a recorded history: could it have come from one correct lock per name? Several files are parts of one.",
            "Exit status: 0 sound, 1 a rule is broken, 65 not a history, 74 no verdict (too many states are possible)."
        })
final class JudgeCommand extends ServerCommand {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Histories, as torture writes them.")
    private List<Path> files = List.of();

    @Option(
            names = "--states-max",
            paramLabel = "N",
            defaultValue = "" + Judge.STATES_MAX_DEFAULT,
            description = "Possible states of a lock before the search is given up. Default: ${DEFAULT-VALUE}.")
    private int statesMax;

    @Override
    int run(Output output) {
        try {
            List<Operation> operations = HistoryReader.read(files);
            return say(output, operations, Judge.judge(operations, statesMax));
        } catch (MalformedHistoryException e) {
            return output.failure(Failure.badData(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return output.failure(Failure.badData("cannot be read: " + e.getMessage()));
        }
    }

    private static int say(Output output, List<Operation> operations, Verdict verdict) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (verdict instanceof Verdict.Violation violation) {
            fields.put("verdict", "violation");
            fields.put("lock", violation.lock());
            fields.put("rule", violation.rule());
            fields.put("detail", violation.detail());
            output.data(violation.text(), Json.object(fields));
            return ExitCode.NO;
        }
        if (verdict instanceof Verdict.Undecided undecided) {
            fields.put("verdict", "none");
            fields.put("lock", undecided.lock());
            fields.put("detail", undecided.why());
            output.data(undecided.text() + "; --states-max allows more", Json.object(fields));
            return ExitCode.OUTCOME_UNKNOWN;
        }
        long grants = operations.stream()
                .filter(operation -> operation.is(Kind.ACQUIRE, Result.OK))
                .count();
        fields.put("verdict", "sound");
        fields.put("operations", operations.size());
        fields.put("grants", grants);
        output.data(
                verdict.text() + ": " + operations.size() + " operations, " + grants + " grants", Json.object(fields));
        return ExitCode.OK;
    }
}
