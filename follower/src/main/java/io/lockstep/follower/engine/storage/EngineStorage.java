package io.lockstep.follower.engine.storage;

import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import com.alipay.sofa.jraft.storage.SnapshotStorage;
import io.lockstep.follower.log.DamagedLogException;
import io.lockstep.follower.log.DiskLogDirectory;
import io.lockstep.follower.log.ForeignLogException;
import io.lockstep.follower.log.LogLimits;
import io.lockstep.follower.metrics.LatencyHistogram;
import io.lockstep.follower.metrics.LogState;
import io.lockstep.follower.metrics.RecentLatency;
import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.storage.StorageException;
import io.lockstep.follower.storage.StorageException.Reason;
import io.lockstep.follower.trust.LogPosition;
import io.lockstep.follower.trust.ProgressFile;
import io.lockstep.follower.trust.VoteGate;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server's own disk, opened and checked: the log, the vote and the snapshots, which it gives to the engine, and how
 * far they had come. Any thread.
 */
public final class EngineStorage extends DefaultJRaftServiceFactory {

    private final EngineLogStorage log;
    private final VoteStorage vote;
    private final SealedSnapshots snapshots;
    private final ProgressFile progress;
    private final boolean isNew;
    private final VoteGate gate;
    private final RecentLatency recentWrites;
    private volatile @Nullable String snapshotTrouble;
    private Runnable beforeSnapshots = () -> {};

    private EngineStorage(
            DataDirectory data, Identity identity, long incarnation, boolean acceptLoss, LogOpening logOpening)
            throws IOException {
        StoredParts parts = StoredParts.read(data, identity);
        progress = parts.progress();
        log = new EngineLogStorage(
                data.log(), logOpening, LogLimits.DEFAULT, new StoredLogOwner(identity, progress, this::positionOf));
        vote = new VoteStorage(data.vote(), identity, parts.vote());
        snapshots = new SealedSnapshots(
                data.snapshots(), identity, parts.snapshot(), options(), trouble -> snapshotTrouble = trouble);
        log.open();
        recentWrites = new RecentLatency(log.writes().took(), System.nanoTime());
        parts.check(log.getFirstLogIndex(), log.last());
        LogPosition last = log.last().max(parts.snapshot());
        isNew = progress.now().segment() == 0 && last.equals(LogPosition.NONE);
        new DoubtAtStart(data, progress, last, isOnlyVoter(data, identity, parts.snapshot())).settle(acceptLoss);
        progress.store(now -> now.started()
                .segment(Math.max(now.segment(), log.newestSegment()))
                .at(vote.getTerm(), last, parts.snapshot().index()));
        gate = new VoteGate(identity.server(), incarnation, progress, this::last, acceptLoss);
    }

    /**
     * Opens the data of a server that has its number, and counts one start more.
     *
     * @param incarnation of this process
     * @param acceptLoss whether the operator accepts that acknowledged entries may be lost
     * @throws StorageException saying what is wrong with the data, and what to do
     */
    public static EngineStorage open(DataDirectory data, Identity identity, long incarnation, boolean acceptLoss)
            throws StorageException {
        return open(data, identity, incarnation, acceptLoss, DiskLogDirectory::open);
    }

    /** Like the other {@code open}, with a log that {@code logOpening} opens. */
    public static EngineStorage open(
            DataDirectory data, Identity identity, long incarnation, boolean acceptLoss, LogOpening logOpening)
            throws StorageException {
        try {
            return new EngineStorage(data, identity, incarnation, acceptLoss, logOpening);
        } catch (StorageException e) {
            throw e;
        } catch (DamagedLogException e) {
            throw refusal(Reason.CORRUPT, String.valueOf(e.getMessage()), e);
        } catch (ForeignLogException e) {
            throw refusal(Reason.OTHER_SERVER, e.getMessage() + " " + DataDirectory.REMEDY, e);
        } catch (IOException e) {
            throw refusal(Reason.CORRUPT, "The data in " + data.root() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static StorageException refusal(Reason reason, String message, IOException cause) {
        StorageException refusal = new StorageException(reason, message);
        refusal.initCause(cause);
        return refusal;
    }

    /** For the snapshots: force their metadata. */
    private static RaftOptions options() {
        RaftOptions options = new RaftOptions();
        options.setSyncMeta(true);
        return options;
    }

    private boolean isOnlyVoter(DataDirectory data, Identity identity, LogPosition snapshot) throws IOException {
        List<PeerId> voters = log.votersAfter(snapshot.index());
        Path newest = SealedSnapshots.newest(data.snapshots());
        if (voters.isEmpty() && newest != null) {
            voters = SealedSnapshots.voters(newest);
        }
        return voters.size() == 1 && voters.get(0).getIdx() == identity.server();
    }

    @Override
    public LogStorage createLogStorage(String uri, RaftOptions options) {
        return log;
    }

    @Override
    public RaftMetaStorage createRaftMetaStorage(String uri, RaftOptions options) {
        return vote;
    }

    /** Has {@code action} run once, when the engine can apply entries and has not yet looked for a snapshot. */
    public void beforeSnapshots(Runnable action) {
        beforeSnapshots = action;
    }

    @Override
    public SnapshotStorage createSnapshotStorage(NodeOptions options) {
        beforeSnapshots.run();
        return snapshots;
    }

    /** Whether this server has never had an entry, so that it may found its cluster. */
    public boolean isNew() {
        return isNew;
    }

    /** Whether this server may stand and vote. */
    public VoteGate gate() {
        return gate;
    }

    /** The newest term in which this server took part. */
    public long term() {
        return vote.getTerm();
    }

    /** The last entry on this disk, in the log or in the newest snapshot. */
    public LogPosition last() {
        return log.last().max(snapshots.last());
    }

    /** The index of the last entry, as far as that is known without a look at the disk. Never blocks. */
    public long lastIndex() {
        return Math.max(log.last().index(), snapshots.lastKnown().index());
    }

    /** The entry of {@code index}, with its term; {@link LogPosition#NONE} if it is not known here. */
    public LogPosition positionOf(long index) {
        LogPosition inLog = log.positionOf(index);
        LogPosition snapshot = snapshots.last();
        return inLog.equals(LogPosition.NONE) && snapshot.index() == index ? snapshot : inLog;
    }

    /**
     * Writes down how far log, vote and snapshots have come, and what is remembered of other servers.
     *
     * @throws IOException if the disk failed
     */
    public void recordProgress() throws IOException {
        progress.change(now -> now.at(vote.getTerm(), last(), snapshots.last().index()));
        progress.store();
    }

    /** A number that differs for each write of log or vote; of one in progress, 0 if there is none. Any thread. */
    public long writeInProgress() {
        long inLog = log.writes().inProgress();
        // An even number for the log, an odd one for the vote.
        return inLog != 0 ? 2 * inLog : Math.max(0, 2 * vote.writes().inProgress() - 1);
    }

    /** The newest snapshot on the disk; empty if there is none. Reads the disk. */
    public Optional<LogState.StoredSnapshot> snapshotOnDisk() {
        return snapshots.newestOnDisk();
    }

    /** The disk that has the data. Asks the system. */
    public LogState.DiskSpace space() {
        File directory = snapshots.directory().toFile();
        return new LogState.DiskSpace(directory.getTotalSpace(), directory.getUsableSpace());
    }

    /** How long writes to the log have taken. */
    public LatencyHistogram logWrites() {
        return log.writes().took();
    }

    /** The same of the last minute or two. */
    public RecentLatency recentWrites() {
        return recentWrites;
    }

    /** Whether the first error is that the log or a snapshot is not as it was written. Any thread. */
    public boolean isDamaged() {
        return log.trouble() != null ? log.isDamaged() : snapshotTrouble != null;
    }

    /** The first error, in words for the operator; null if there was none. Any thread. */
    @Nullable
    public String trouble() {
        String inLog = log.trouble();
        return inLog != null ? inLog : snapshotTrouble;
    }
}
