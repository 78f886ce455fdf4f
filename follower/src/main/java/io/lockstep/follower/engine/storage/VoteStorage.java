package io.lockstep.follower.engine.storage;

import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.EnumOutter.ErrorType;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
import com.alipay.sofa.jraft.option.RaftMetaStorageOptions;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import io.lockstep.follower.engine.fitness.WriteMark;
import io.lockstep.follower.storage.Identity;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The term and the vote, in a file with a checksum. The engine's own file has none, and a server that forgets or
 * misreads its vote may vote twice. The engine calls this with its lock held.
 */
final class VoteStorage implements RaftMetaStorage {

    private final Path directory;
    private final Identity identity;
    private @Nullable NodeImpl node;
    private final WriteMark writes = new WriteMark();
    private volatile VoteFile vote;

    /** @param found what the file says; null if there is none */
    VoteStorage(Path directory, Identity identity, @Nullable VoteFile found) {
        this.directory = directory;
        this.identity = identity;
        this.vote = found != null ? found : new VoteFile(0, PeerId.emptyPeer());
    }

    /** The writes of the vote, each under the engine's lock. */
    WriteMark writes() {
        return writes;
    }

    @Override
    public boolean init(RaftMetaStorageOptions options) {
        node = options.getNode();
        return true;
    }

    @Override
    public void shutdown() {}

    @Override
    public boolean setTerm(long newTerm) {
        return setTermAndVotedFor(newTerm, vote.votedFor());
    }

    /** The newest term that the engine has stored, or tried to. Any thread. */
    @Override
    public long getTerm() {
        return vote.term();
    }

    @Override
    public boolean setVotedFor(PeerId peer) {
        return setTermAndVotedFor(vote.term(), peer);
    }

    @Override
    public PeerId getVotedFor() {
        return vote.votedFor();
    }

    @Override
    public boolean setTermAndVotedFor(long newTerm, PeerId peer) {
        VoteFile changed = new VoteFile(newTerm, peer);
        writes.begin();
        try {
            changed.write(directory, identity);
            vote = changed;
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
