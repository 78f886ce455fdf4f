package io.lockstep.follower.engine.storage;

import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.EnumOutter.ErrorType;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
import com.alipay.sofa.jraft.option.RaftMetaStorageOptions;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import io.lockstep.follower.engine.fitness.WriteMark;
import io.lockstep.follower.storage.ChecksummedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The term and the vote, in a file with a checksum. The engine's own file has none, and a server that forgets or
 * misreads its vote may vote twice. The engine calls this with its lock held.
 */
final class VoteStorage implements RaftMetaStorage {

    private static final String FILE = "vote";

    private final Path directory;
    private final Path file;
    private final BooleanSupplier logHasEntries;
    private final Consumer<String> trouble;
    private @Nullable NodeImpl node;
    private final WriteMark writes = new WriteMark();
    private volatile long term;
    private PeerId votedFor = PeerId.emptyPeer();

    /**
     * @param logHasEntries whether the log, opened before, has entries. If so the vote file must exist, since every
     *     entry is written after its term
     * @param trouble receives, in words for the operator, why {@link #init} failed
     */
    VoteStorage(Path directory, BooleanSupplier logHasEntries, Consumer<String> trouble) {
        this.directory = directory;
        this.file = directory.resolve(FILE);
        this.logHasEntries = logHasEntries;
        this.trouble = trouble;
    }

    /** The writes of the vote, each under the engine's lock. */
    WriteMark writes() {
        return writes;
    }

    @Override
    public boolean init(RaftMetaStorageOptions options) {
        node = options.getNode();
        if (!Files.exists(file)) {
            if (logHasEntries.getAsBoolean()) {
                trouble.accept("The file " + file + " with this server's term and vote is missing, but its log exists."
                        + " Restore the data directory from a backup, or move it away and let this server join"
                        + " again as a new one.");
                return false;
            }
            return true;
        }
        try {
            Map<String, String> lines = ChecksummedText.read(file);
            term = Long.parseLong(lines.getOrDefault("term", ""));
            votedFor = new PeerId();
            votedFor.parse(lines.getOrDefault("voted-for", ""));
            return true;
        } catch (IOException e) {
            trouble.accept(e.getMessage());
            return false;
        }
    }

    @Override
    public void shutdown() {}

    @Override
    public boolean setTerm(long newTerm) {
        return setTermAndVotedFor(newTerm, votedFor);
    }

    @Override
    public long getTerm() {
        return term;
    }

    @Override
    public boolean setVotedFor(PeerId peer) {
        return setTermAndVotedFor(term, peer);
    }

    @Override
    public PeerId getVotedFor() {
        return votedFor;
    }

    @Override
    public boolean setTermAndVotedFor(long newTerm, PeerId peer) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("term", Long.toString(newTerm));
        lines.put("voted-for", peer.isEmpty() ? "" : peer.toString());
        writes.begin();
        try {
            ChecksummedText.write(directory, FILE, lines);
            term = newTerm;
            votedFor = peer;
            return true;
        } catch (IOException e) {
            NodeImpl failed = node;
            if (failed != null) {
                failed.onError(new RaftException(
                        ErrorType.ERROR_TYPE_META, RaftError.EIO, "The vote cannot be written: %s", e.getMessage()));
            }
            return false;
        } finally {
            writes.end();
        }
    }
}
