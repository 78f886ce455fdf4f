package io.lockstep.follower.engine.storage;

import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import com.alipay.sofa.jraft.storage.SnapshotStorage;
import io.lockstep.follower.log.LogDirectory;
import io.lockstep.follower.log.LogLimits;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Gives the engine our log and our vote file. The engine opens the log first. */
public final class EngineStorage extends DefaultJRaftServiceFactory {

    private final EngineLogStorage log;
    private volatile @Nullable String voteTrouble;
    private volatile @Nullable VoteStorage vote;
    private Runnable beforeSnapshots = () -> {};

    /** @param logDirectory for the log; it is created if it does not exist */
    public EngineStorage(Path logDirectory) {
        this.log = new EngineLogStorage(logDirectory, LogLimits.DEFAULT);
    }

    /** @param logDirectory for the log */
    public EngineStorage(LogDirectory logDirectory) {
        this.log = new EngineLogStorage(logDirectory, LogLimits.DEFAULT);
    }

    @Override
    public LogStorage createLogStorage(String uri, RaftOptions options) {
        return log;
    }

    /** Has {@code action} run once, when the engine can apply entries and has not yet looked for a snapshot. */
    public void beforeSnapshots(Runnable action) {
        beforeSnapshots = action;
    }

    @Override
    public SnapshotStorage createSnapshotStorage(NodeOptions options) {
        beforeSnapshots.run();
        return super.createSnapshotStorage(options);
    }

    @Override
    public RaftMetaStorage createRaftMetaStorage(String uri, RaftOptions options) {
        VoteStorage created =
                new VoteStorage(Path.of(uri), () -> log.getLastLogIndex() > 0, trouble -> voteTrouble = trouble);
        vote = created;
        return created;
    }

    /** Whether the first error is that the log is not as it was written. Any thread. */
    public boolean isDamaged() {
        return log.isDamaged();
    }

    /** A number that differs for each write of log or vote; of one in progress, 0 if there is none. Any thread. */
    public long writeInProgress() {
        long inLog = log.writes().inProgress();
        VoteStorage votes = vote;
        long inVote = votes == null ? 0 : votes.writes().inProgress();
        // An even number for the log, an odd one for the vote.
        return inLog != 0 ? 2 * inLog : Math.max(0, 2 * inVote - 1);
    }

    /** The newest term on disk; 0 before the first. Any thread. */
    public long term() {
        VoteStorage votes = vote;
        return votes == null ? 0 : votes.getTerm();
    }

    /** The term of an entry in the log on disk; 0 if it is not there. Any thread; may read the disk. */
    public long termOf(long index) {
        LogEntry entry = log.getEntry(index);
        return entry == null ? 0 : entry.getId().getTerm();
    }

    /** The first error, in words for the operator; null if there was none. Any thread. */
    @Nullable
    public String trouble() {
        String inLog = log.trouble();
        return inLog != null ? inLog : voteTrouble;
    }
}
