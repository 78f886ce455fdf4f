package io.lockstep.client.answer;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.program.ExitCode;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * Writes answers as text or JSON: data to one stream, failures to the other.
 *
 * @param out for data
 * @param err for everything else
 * @param quiet whether to suppress output that the exit status already conveys
 */
public record Output(PrintStream out, PrintStream err, Format format, Style style, boolean quiet) {

    /** The form of the answers. */
    public enum Format {
        /** For a person. */
        TEXT,
        /** For a program. */
        JSON
    }

    /** Writes the outcome of a request, and returns the matching exit status. */
    public int outcome(Call call, CallOutcome outcome) {
        Optional<Failure> failure = Failure.of(call, outcome);
        if (failure.isPresent()) {
            boolean conveyed = quiet && failure.get().exitCode() == ExitCode.NOT_ACQUIRED;
            return conveyed ? ExitCode.NOT_ACQUIRED : failure(failure.get());
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

    /** Writes one line of data, in the form that the format selects. */
    public void data(String text, String json) {
        out.println(format == Format.JSON ? json : style.paint(text));
    }

    /** Writes a report of several lines, in the form that the format selects. */
    public void report(String text, String json) {
        if (format == Format.JSON) {
            data(text, json);
        } else {
            text.lines().forEach(line -> data(line, json));
        }
    }

    /** Writes a remark for a person; nothing if the format is JSON, or if quiet. */
    public void remark(String text) {
        if (format == Format.TEXT && !quiet) {
            err.println(style.paint(text));
        }
    }
}
