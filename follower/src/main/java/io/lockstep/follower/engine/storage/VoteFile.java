package io.lockstep.follower.engine.storage;

import com.alipay.sofa.jraft.entity.PeerId;
import io.lockstep.follower.storage.ChecksummedText;
import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.storage.StorageException;
import io.lockstep.follower.storage.StorageException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The term and the vote on disk.
 *
 * @param term the newest term in which this server took part
 * @param votedFor the candidate that it voted for in that term; empty if none
 */
record VoteFile(long term, PeerId votedFor) {

    private static final String NAME = "vote";
    private static final String FORMAT = "lockstep-vote";
    private static final String VERSION = "2";

    static Path path(Path directory) {
        return directory.resolve(NAME);
    }

    /** Replaces the file; durable when this returns. */
    void write(Path directory, Identity identity) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(FORMAT, VERSION);
        lines.put("cluster", identity.clusterId());
        lines.put("storage", identity.storageId());
        lines.put("term", Long.toString(term));
        lines.put("voted-for", votedFor.isEmpty() ? "" : votedFor.toString());
        ChecksummedText.write(directory, NAME, lines);
    }

    /**
     * Reads the file; null if there is none.
     *
     * @throws StorageException if it is damaged, or of another server or version
     */
    static @Nullable VoteFile read(Path directory, Identity identity) throws IOException {
        Path file = path(directory);
        if (!Files.exists(file)) {
            return null;
        }
        Map<String, String> lines = ChecksummedText.read(file);
        if (!VERSION.equals(lines.get(FORMAT))) {
            throw new StorageException(
                    Reason.UNKNOWN_VERSION,
                    file + " was written by another version of this program, in a format this one cannot read. Start"
                            + " the server with the version that wrote it.");
        }
        if (!identity.storageId().equals(lines.get("storage"))
                || !identity.clusterId().equals(lines.get("cluster"))) {
            throw new StorageException(
                    Reason.OTHER_SERVER,
                    file + " is the vote of another server, and was copied here. " + DataDirectory.REMEDY);
        }
        PeerId votedFor = new PeerId();
        votedFor.parse(lines.getOrDefault("voted-for", ""));
        return new VoteFile(Long.parseLong(lines.getOrDefault("term", "")), votedFor);
    }
}
