package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.common.entry.BackupHeader;
import io.lockstep.common.file.BackupFile;
import io.lockstep.program.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lockstep admin backup-info}. */
@Command(
        name = "backup-info",
        description = {
            "Checks the file of a backup and shows what it is of.",
            "Needs no server. Exit status 65 if the file is not an intact backup."
        })
final class BackupInfoCommand extends ClientCommand {

    @Parameters(paramLabel = "FILE", description = "The file of the backup.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command.
    private Path file;

    @Override
    protected int run(Output output) {
        try {
            BackupHeader header = BackupFile.verify(file);
            long bytes = Files.size(file);
            output.report(BackupText.text(file, header, bytes), BackupText.json(file, header, bytes));
            return ExitCode.OK;
        } catch (IOException e) {
            return output.failure(Failure.badData(String.valueOf(e.getMessage())));
        }
    }
}
