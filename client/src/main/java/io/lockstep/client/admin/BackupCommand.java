package io.lockstep.client.admin;

import io.lockstep.client.answer.Output;
import io.lockstep.client.session.ClientSession;
import io.lockstep.program.ExitCode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lockstep admin backup}. */
@Command(
        name = "backup",
        description = {
            "Copies the lock map of a running server into a file.",
            "The file has the whole map as it was at one moment, with checksums, and no secrets of clients. Only you"
                    + " can read it. An existing file is not overwritten. leader.jar --restore FILE makes a new cluster of"
                    + " it."
        })
final class BackupCommand extends OperatorCommand {

    @Parameters(paramLabel = "FILE", description = "The file to write.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command.
    private Path file;

    @Override
    protected int run(Output output) throws InterruptedException {
        try (ClientSession session = session(settings(), output)) {
            TakenBackup taken = TakenBackup.of(session, file);
            if (taken.failure().isPresent()) {
                return output.failure(taken.failure().get());
            }
            if (!output.quiet()) {
                output.report(taken.text(), taken.json());
            }
            return ExitCode.OK;
        }
    }
}
