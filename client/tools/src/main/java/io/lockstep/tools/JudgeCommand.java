package io.lockstep.tools;

import io.lockstep.program.ExitCode;
import io.lockstep.tools.history.HistoryReader;
import io.lockstep.tools.history.MalformedHistoryException;
import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import io.lockstep.tools.judge.Judge;
import io.lockstep.tools.judge.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code tools judge}. */
@Command(
        name = "judge",
        description = {
            "Checks whether a recorded history could have come from correct locks.",
            "Several files are parts of one history. Exit status: 0 sound, 1 a rule is broken, 65 not a history, 74 no"
                    + " verdict (too many possible states)."
        })
final class JudgeCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable ToolsMain tools;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Histories written by torture.")
    private List<Path> files = List.of();

    @Option(
            names = "--states-max",
            paramLabel = "N",
            defaultValue = "" + Judge.STATES_MAX_DEFAULT,
            description = "Give up when a lock has more possible states than this. Default: ${DEFAULT-VALUE}.")
    private int statesMax;

    @Override
    public Integer call() {
        Report report = Objects.requireNonNull(tools).report();
        try {
            List<Operation> operations = HistoryReader.read(files);
            return say(report, operations, Judge.judge(operations, statesMax));
        } catch (MalformedHistoryException e) {
            return report.failure(String.valueOf(e.getMessage()), ExitCode.BAD_DATA);
        } catch (IOException e) {
            return report.failure("cannot be read: " + e.getMessage(), ExitCode.BAD_DATA);
        }
    }

    private static int say(Report report, List<Operation> operations, Verdict verdict) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (verdict instanceof Verdict.Violation violation) {
            fields.put("verdict", "violation");
            fields.put("lock", violation.lock());
            fields.put("rule", violation.rule());
            fields.put("detail", violation.detail());
            report.found(violation.text(), fields);
            return ExitCode.NO;
        }
        if (verdict instanceof Verdict.Undecided undecided) {
            fields.put("verdict", "none");
            fields.put("lock", undecided.lock());
            fields.put("detail", undecided.why());
            report.found(undecided.text() + "; --states-max allows more", fields);
            return ExitCode.OUTCOME_UNKNOWN;
        }
        long grants = operations.stream()
                .filter(operation -> operation.is(Kind.ACQUIRE, Result.OK))
                .count();
        fields.put("verdict", "sound");
        fields.put("operations", operations.size());
        fields.put("grants", grants);
        report.found(verdict.text() + ": " + operations.size() + " operations, " + grants + " grants", fields);
        return ExitCode.OK;
    }
}
