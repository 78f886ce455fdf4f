package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.top.Top;
import io.lockstep.program.ExitCode;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockstep top}. */
@Command(
        name = "top",
        description = {
            "Shows servers and locks live in the terminal: those that most requests wait for come first.",
            "Without a terminal it prints one picture. Reads at most 5,000 locks each time, in the order of their"
                    + " names; --prefix narrows it. Shows what the server that answers knows."
        })
final class TopCommand extends ClientCommand {

    private static final int HEIGHT_WITHOUT_TERMINAL = 24;

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only locks whose names begin with this.")
    private String prefix = "";

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "Seconds from one picture to the next. Default: 1.")
    private int intervalSeconds;

    @Override
    protected int run(Output output) throws InterruptedException {
        if (intervalSeconds < 1) {
            return output.failure(Failure.usage("--interval must be at least 1"));
        }
        if (output.format() == Output.Format.JSON) {
            return output.failure(Failure.usage("top is for people; use list, nodes and watch with -o json"));
        }
        try (ClientSession session = session(settings(), output)) {
            Top top = new Top(session, prefix, Duration.ofSeconds(intervalSeconds));
            if (environment().interactive()) {
                top.run();
            } else {
                top.once(HEIGHT_WITHOUT_TERMINAL).forEach(output::line);
            }
            return ExitCode.OK;
        } catch (Top.NoAnswerException e) {
            return output.failure(Failure.unavailable(String.valueOf(e.getMessage())));
        }
    }
}
