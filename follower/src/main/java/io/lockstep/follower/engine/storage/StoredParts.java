package io.lockstep.follower.engine.storage;

import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.storage.StorageException;
import io.lockstep.follower.storage.StorageException.Reason;
import io.lockstep.follower.trust.LogPosition;
import io.lockstep.follower.trust.Progress;
import io.lockstep.follower.trust.ProgressFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a server's data directory, read together before the engine opens any: a part that is missing, older than
 * another one, or copied from another server is a {@link StorageException} that says so. Nothing has been changed then.
 *
 * @param progress how far the other parts had come; of a new server if none of them exists
 * @param vote null if there was none yet
 * @param snapshot the last entry in the newest snapshot; {@link LogPosition#NONE} without one
 */
record StoredParts(
        DataDirectory data, ProgressFile progress, @Nullable VoteFile vote, LogPosition snapshot) {

    /** Reads the parts beside the log, and checks which are there. */
    static StoredParts read(DataDirectory data, Identity identity) throws IOException {
        VoteFile vote = VoteFile.read(data.vote(), identity);
        Path newest = SealedSnapshots.newest(data.snapshots());
        LogPosition snapshot = newest == null ? LogPosition.NONE : SnapshotSeal.verify(newest, identity);
        boolean log = hasLog(data.log());
        if (!ProgressFile.exists(data)) {
            if (vote != null || newest != null || log) {
                throw missing(data, DataDirectory.PROGRESS, log ? "a log" : vote != null ? "a vote" : "a snapshot");
            }
            return new StoredParts(data, ProgressFile.ofNew(data, Progress.ofNew(identity)), null, snapshot);
        }
        StoredParts parts = new StoredParts(data, ProgressFile.read(data), vote, snapshot);
        parts.checkOwner(identity);
        parts.checkPresent(log);
        return parts;
    }

    private static boolean hasLog(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("segment-"));
        }
    }

    private void checkOwner(Identity identity) throws StorageException {
        Progress now = progress.now();
        if (!now.storageId().equals(identity.storageId()) || !now.clusterId().equals(identity.clusterId())) {
            throw new StorageException(
                    Reason.OTHER_SERVER,
                    data.root().resolve(DataDirectory.PROGRESS)
                            + " belongs to another server than the identity beside it: one of them was copied here. "
                            + DataDirectory.REMEDY);
        }
    }

    private void checkPresent(boolean log) throws StorageException {
        Progress now = progress.now();
        if (now.segment() > 0 && !log) {
            throw missing(data, "log", "an identity whose server has had a log (is the log's own disk mounted?)");
        }
        if (vote == null && (log || now.term() > 0)) {
            throw missing(data, "vote", "an identity whose server has had a term and a vote");
        }
        if (snapshot.index() < now.snapshot()) {
            String found = snapshot.index() == 0 ? "no snapshot" : "the snapshot of index " + snapshot.index();
            throw flawed("It holds " + found + ", where its server has had that of index " + now.snapshot());
        }
    }

    /** Checks the other parts against the log, once it is open. */
    void check(long firstIndex, LogPosition last) throws StorageException {
        long term = vote == null ? 0 : vote.term();
        long needed = Math.max(progress.now().term(), last.max(snapshot).term());
        if (term < needed) {
            throw flawed("Its vote is of term " + term + " and so older than its other parts, which know term " + needed
                    + ": the server could vote twice");
        }
        if (firstIndex > snapshot.index() + 1) {
            throw flawed("Its log begins at index " + firstIndex + ", and its newest snapshot "
                    + (snapshot.index() == 0 ? "is missing" : "ends at " + snapshot.index()));
        }
    }

    private StorageException flawed(String how) {
        return new StorageException(
                Reason.CORRUPT,
                "The data directory " + data.root() + " does not fit together. " + how + ". " + DataDirectory.REMEDY);
    }

    private static StorageException missing(DataDirectory data, String part, String beside) {
        return new StorageException(
                Reason.CORRUPT,
                "The data directory " + data.root() + " does not fit together: it holds " + beside + ", but " + part
                        + " is missing or empty. " + DataDirectory.REMEDY);
    }
}
