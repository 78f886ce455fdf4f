package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.entry.BackupHeader;
import io.lockstep.program.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A backup that was taken, or why it was not.
 *
 * @param text what it is of, for a person; empty if it was not taken
 * @param json the same for a program
 * @param failure why it was not taken; empty if it was
 */
public record TakenBackup(String text, String json, Optional<Failure> failure) {

    /** Copies the lock map of the session's server into {@code file}, which must not exist. Blocks until it is done. */
    public static TakenBackup of(ClientSession session, Path file) throws InterruptedException {
        try {
            BackupHeader header = new BackupDownload(session, file).run();
            long bytes = Files.size(file);
            return new TakenBackup(
                    BackupText.text(file, header, bytes), BackupText.json(file, header, bytes), Optional.empty());
        } catch (BackupDownload.RefusedException refused) {
            return failed(Failure.of(refused.call(), refused.outcome())
                    .orElseThrow(() -> new IllegalStateException("neither done nor failed: " + refused.outcome())));
        } catch (IOException e) {
            return failed(new Failure("CANNOT_CREATE", "error: " + e.getMessage(), Map.of(), ExitCode.CANNOT_CREATE));
        }
    }

    private static TakenBackup failed(Failure failure) {
        return new TakenBackup("", "", Optional.of(failure));
    }
}
