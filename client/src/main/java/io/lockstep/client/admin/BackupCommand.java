package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.entry.BackupHeader;
import io.lockstep.program.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
final class BackupCommand extends ClientCommand {

    @Parameters(paramLabel = "FILE", description = "The file to write.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command.
    private Path file;

    @Override
    protected int run(Output output) throws InterruptedException {
        try (ClientSession session = session(settings(), output)) {
            BackupHeader header = new BackupDownload(session, file).run();
            if (!output.quiet()) {
                long bytes = Files.size(file);
                output.data(BackupText.text(file, header, bytes), BackupText.json(file, header, bytes));
            }
            return ExitCode.OK;
        } catch (BackupDownload.RefusedException refused) {
            return output.outcome(refused.call(), refused.outcome());
        } catch (IOException e) {
            return output.failure(
                    new Failure("CANNOT_CREATE", "error: " + e.getMessage(), Map.of(), ExitCode.CANNOT_CREATE));
        }
    }
}
