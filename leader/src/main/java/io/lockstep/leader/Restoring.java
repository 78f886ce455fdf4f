package io.lockstep.leader;

import io.lockstep.common.entry.Backup;
import io.lockstep.common.entry.BackupHeader;
import io.lockstep.common.entry.RestoredState;
import io.lockstep.common.entry.RestoredState.NewCluster;
import io.lockstep.common.entry.SnapshotEncoder;
import io.lockstep.common.file.BackupFile;
import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.engine.replication.EngineBootstrap;
import io.lockstep.follower.server.ServerOptions;
import io.lockstep.follower.server.ServerStartException;
import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.storage.StorageException;
import io.lockstep.program.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills an empty data directory with the state of a backup, as that of the only server of a new cluster. Nothing is
 * written before the whole backup is known to be intact. The identity is written last, so a directory that was left
 * half written belongs to no server and cannot be started.
 */
final class Restoring {

    private static final Logger LOG = LoggerFactory.getLogger(Restoring.class);

    private final Path file;
    private final ServerOptions options;

    Restoring(Path file, ServerOptions options) {
        this.file = file;
        this.options = options;
    }

    /** Fills the directory. Blocks on the disk. */
    void run() throws ServerStartException, InterruptedException {
        Backup backup = check();
        try (DataDirectory data = DataDirectory.open(options.data())) {
            boolean written = false;
            try {
                write(backup, data);
                written = true;
            } finally {
                if (!written) {
                    data.discardIfNew();
                }
            }
        } catch (StorageException flaw) {
            throw ServerStartException.of(flaw);
        } catch (IOException flaw) {
            throw new ServerStartException(
                    ExitCode.STORAGE_FAILED,
                    flaw.getMessage() + ". Nothing is restored; make room for " + options.data()
                            + " and restore again.");
        }
    }

    /** Reads the backup and looks at the directory, and changes nothing. */
    Backup check() throws ServerStartException {
        requireEmpty();
        try {
            return BackupFile.read(file);
        } catch (IOException flaw) {
            throw new ServerStartException(
                    ExitCode.BAD_DATA, "nothing is restored: " + flaw.getMessage() + "; --restore needs another file");
        }
    }

    private void write(Backup backup, DataDirectory data) throws IOException, InterruptedException {
        BackupHeader header = backup.header();
        Identity drawn = Identity.founding(options.peerAddress().toString());
        RestoredState restored = RestoredState.of(
                backup.image(),
                header.index(),
                new NewCluster(
                        drawn.clusterId(),
                        drawn.storageId(),
                        options.clientAddress().toString(),
                        drawn.peerAddress(),
                        System.getProperty("user.name", ""),
                        NodeClock.system().wallMillis(),
                        ServerOptions.program()));
        Identity self = new Identity(drawn.clusterId(), restored.server(), drawn.storageId(), drawn.peerAddress());
        EngineBootstrap.write(data, self, restored.index(), new SnapshotEncoder(restored.image()));
        data.store(options.secret().orElseGet(ClusterSecret::random));
        if (!restored.image().users().isEmpty()) {
            data.rememberUsers();
        }
        data.store(self);
        LOG.info(
                "Restored {} locks from the backup of cluster {} at index {} as cluster {}",
                header.locks(),
                header.clusterId(),
                header.index(),
                drawn.clusterId());
    }

    private void requireEmpty() throws ServerStartException {
        Path directory = options.data();
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> content = Files.list(directory)) {
            if (content.findAny().isPresent()) {
                throw new ServerStartException(
                        ExitCode.CONFIGURATION,
                        "nothing is restored: --restore makes a new cluster in an empty data directory, and "
                                + directory + " is not empty; start without --restore to go on with its data, or choose"
                                + " another directory with --data");
            }
        } catch (IOException unreadable) {
            throw new ServerStartException(
                    ExitCode.CANNOT_CREATE,
                    "the data directory " + directory + " cannot be read: " + unreadable.getMessage());
        }
    }
}
