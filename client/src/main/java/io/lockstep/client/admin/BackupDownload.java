package io.lockstep.client.admin;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.entry.BackupHeader;
import io.lockstep.common.file.BackupFile;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;

/**
 * Copies a backup from the server of a session into a file that only its owner can read. The file appears under its
 * name only when all of it is on the disk and verified; before, it has the suffix {@code .part}. Not thread-safe.
 */
final class BackupDownload {

    private static final Base64.Decoder BASE64 = Base64.getUrlDecoder();
    private static final Set<StandardOpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final ClientSession session;
    private final Path file;
    private final Path partial;

    /** @param file must not exist yet */
    BackupDownload(ClientSession session, Path file) {
        this.session = session;
        this.file = file.toAbsolutePath();
        this.partial = this.file.resolveSibling(this.file.getFileName() + ".part");
    }

    /** The server did not give a part of the backup. No file was made. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        // Never serialized.
        private final transient Call call;
        private final transient CallOutcome outcome;

        RefusedException(Call call, CallOutcome outcome) {
            super(outcome.toString());
            this.call = call;
            this.outcome = outcome;
        }

        /** The request that failed. */
        Call call() {
            return call;
        }

        /** How it failed. */
        CallOutcome outcome() {
            return outcome;
        }
    }

    /**
     * Copies the backup. Blocks until it is done.
     *
     * @return what the backup is of
     * @throws IOException with a sentence, if the file exists, cannot be written, or is not intact
     */
    BackupHeader run() throws IOException, InterruptedException, RefusedException {
        BackupHeader header;
        if (Files.exists(file)) {
            throw new IOException(file + " exists already, and is not overwritten");
        }
        try (FileChannel target = FileChannel.open(partial, NEW_FILE, onlyForOwner())) {
            copyTo(target);
            target.force(true);
            header = BackupFile.verify(partial);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(partial + " exists: another backup to this file is under way, or was interrupted", e);
        } catch (IOException | InterruptedException | RefusedException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
        return header;
    }

    private void copyTo(FileChannel target) throws IOException, InterruptedException, RefusedException {
        boolean more = true;
        for (long part = 0; more; part++) {
            Call call = Call.of(Verb.BACKUP).with("part", part);
            Reply reply = answered(call, session.call(call));
            for (ServerLine row : reply.rows()) {
                ByteBuffer bytes = ByteBuffer.wrap(decoded(row.value()));
                while (bytes.hasRemaining()) {
                    target.write(bytes);
                }
            }
            more = "yes".equals(reply.line().option("more"));
        }
    }

    private static byte[] decoded(String text) throws IOException {
        try {
            return BASE64.decode(text);
        } catch (IllegalArgumentException flaw) {
            throw new IOException("the server sent what is no part of a backup; try again at another server", flaw);
        }
    }

    private static Reply answered(Call call, CallOutcome outcome) throws RefusedException {
        return outcome.success().orElseThrow(() -> new RefusedException(call, outcome));
    }

    private FileAttribute<?>[] onlyForOwner() {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }
}
