package io.lockstep.client.answer;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.program.ExitCode;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * Writes answers: data to the one stream, failures to the other, each as text or JSON.
 *
 * @param out for data
 * @param err for everything else
 * @param quiet whether to leave out what the exit status says already
 */
public record Output(PrintStream out, PrintStream err, Format format, Style style, boolean quiet) {

    /** For whom the answers are. */
    public enum Format {
        /** For a person. */
        TEXT,
        /** For a program. */
        JSON
    }

    /** Writes what came of a request, and returns the exit status that says the same. */
    public int outcome(Call call, CallOutcome outcome) {
        Optional<Failure> failure = Failure.of(call, outcome);
        if (failure.isPresent()) {
            return failure(failure.get());
        }
        if (outcome instanceof CallOutcome.Answered answered && !quiet) {
            List<String> lines =
                    format == Format.JSON ? AnswerJson.of(answered.reply()) : AnswerText.of(answered.reply());
            lines.forEach(line -> out.println(style.paint(line)));
        }
        return ExitCode.OK;
    }

    /** Writes one failure, and returns its exit status. */
    public int failure(Failure failure) {
        err.println(format == Format.JSON ? failure.json() : "lockstep: " + style.paint(failure.text()));
        return failure.exitCode();
    }

    /** Writes one line of data: the one or the other, as the format is. */
    public void data(String text, String json) {
        out.println(format == Format.JSON ? json : style.paint(text));
    }

    /** Writes a remark for a person; nothing if a program reads, or if quiet. */
    public void remark(String text) {
        if (format == Format.TEXT && !quiet) {
            err.println(style.paint(text));
        }
    }
}
