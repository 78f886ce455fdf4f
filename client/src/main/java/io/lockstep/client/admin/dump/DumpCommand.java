package io.lockstep.client.admin.dump;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.process.NativeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep admin dump}. */
@Command(
        name = "dump",
        description = {
            "Says what is in the data directory of a server that does not run.",
            "A line for each part, intact or what is wrong with it, and a line for each entry of the log with what it"
                    + " did to which lock. Changes nothing. Needs no server, but the server's program on this machine."
                    + " Exit status 71 if a part is not intact."
        })
public final class DumpCommand extends ClientCommand {

    @Parameters(paramLabel = "DIR", description = "The data directory.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command.
    private Path data;

    @Option(names = "--lock", paramLabel = "NAME", description = "Only the entries that changed this lock.")
    private @Nullable String lock;

    @Override
    protected int run(Output output) throws InterruptedException {
        Optional<ServerProgram> program = ServerProgram.find();
        if (program.isEmpty()) {
            return output.failure(
                    Failure.usage("the server's program is not installed on this machine: install the package"
                            + " lockstep-server, or take DIR to a machine that has it"));
        }
        if (!NativeText.isCarried(data + (lock == null ? "" : lock))) {
            return output.failure(Failure.usage(
                    "this locale has no way to pass the name on to the server's program: set LC_ALL=C.UTF-8"));
        }
        try {
            return program.get().dump(data, lock, line -> output.data(line, DumpLine.json(line)));
        } catch (IOException e) {
            return output.failure(Failure.internal("the server's program does not start: " + e.getMessage()));
        }
    }
}
