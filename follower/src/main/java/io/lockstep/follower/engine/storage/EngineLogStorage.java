package io.lockstep.follower.engine.storage;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.conf.ConfigurationEntry;
import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import io.lockstep.follower.engine.fitness.WriteMark;
import io.lockstep.follower.log.DamagedLogException;
import io.lockstep.follower.log.LogBatch;
import io.lockstep.follower.log.LogFailedException;
import io.lockstep.follower.log.LogLimits;
import io.lockstep.follower.log.LogOwner;
import io.lockstep.follower.log.RecoveryReport;
import io.lockstep.follower.log.SegmentedLog;
import io.lockstep.follower.trust.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our segmented log as the engine's log storage. The engine makes all changes from one thread, in order; {@link
 * #getEntry} runs on any thread and never waits for an fsync. After an operating error, the engine gets false, zero or
 * null, which puts its node into the error state; {@link #trouble} then has the reason.
 */
final class EngineLogStorage implements LogStorage {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLogStorage.class);

    private final Path directory;
    private final LogOpening opening;
    private final LogLimits limits;
    private final LogOwner owner;
    private final LogBatch batch;
    private final WriteMark writes = new WriteMark();
    private final RecentEntries recent = new RecentEntries();
    private volatile @Nullable SegmentedLog log;
    private volatile @Nullable String trouble;
    private volatile boolean damaged;
    private volatile LogPosition last = LogPosition.NONE;

    /** A log in {@code directory}, which is created if its parent exists. Nothing is opened before {@link #open}. */
    EngineLogStorage(Path directory, LogOpening opening, LogLimits limits, LogOwner owner) {
        this.directory = directory;
        this.opening = opening;
        this.limits = limits;
        this.owner = owner;
        this.batch = new LogBatch(limits);
    }

    /** Opens the log. The engine calls {@link #init} later. */
    void open() throws IOException {
        SegmentedLog opened = SegmentedLog.open(opening.open(directory), limits, owner);
        log = opened;
        last = positionOf(opened.lastIndex());
        LOG.info("Log opened: {}", opened.recovery());
    }

    /** The last entry, durable; {@link LogPosition#NONE} if the log has none. Any thread. */
    LogPosition last() {
        return last;
    }

    /** The entry of {@code index} with its term; {@link LogPosition#NONE} if the log does not have it. Any thread. */
    LogPosition positionOf(long index) {
        LogEntry entry = log == null ? null : getEntry(index);
        return entry == null ? LogPosition.NONE : new LogPosition(entry.getId().getTerm(), index);
    }

    /** The number of the newest segment; 0 if there is none. */
    long newestSegment() {
        return log().newestSegment();
    }

    /** The voters according to the newest configuration behind {@code index}; empty if the log has none there. */
    List<PeerId> votersAfter(long index) {
        List<Long> marked = log().markedIndexes();
        long newest = marked.isEmpty() ? 0 : marked.get(marked.size() - 1);
        LogEntry entry = newest <= index ? null : getEntry(newest);
        return entry == null || entry.getPeers() == null ? List.of() : entry.getPeers();
    }

    /** The first error, in words for the operator; null if there was none. Any thread. */
    @Nullable
    String trouble() {
        return trouble;
    }

    /** Whether the first error is that the log is not as it was written. Any thread. */
    boolean isDamaged() {
        return damaged;
    }

    /** The writes of the engine's one thread. */
    WriteMark writes() {
        return writes;
    }

    /** What {@link #init} found; null unless it succeeded. Any thread. */
    @Nullable
    RecoveryReport recovery() {
        SegmentedLog opened = log;
        return opened == null ? null : opened.recovery();
    }

    /** Passes every configuration in the log to the engine's configuration manager. Opens the log if it is not open. */
    @Override
    public boolean init(LogStorageOptions options) {
        try {
            if (log == null) {
                open();
            }
            for (long index : log().markedIndexes()) {
                LogEntry entry = getEntry(index);
                if (entry == null) {
                    return false;
                }
                addConfiguration(entry, options.getConfigurationManager());
            }
            return true;
        } catch (IOException e) {
            note("The log cannot be opened", e);
            return false;
        }
    }

    private static void addConfiguration(LogEntry entry, ConfigurationManager configurations) {
        ConfigurationEntry configuration = new ConfigurationEntry();
        configuration.setId(entry.getId().copy());
        configuration.setConf(new Configuration(entry.getPeers(), entry.getLearners()));
        if (entry.getOldPeers() != null) {
            configuration.setOldConf(new Configuration(entry.getOldPeers(), entry.getOldLearners()));
        }
        configurations.add(configuration);
    }

    @Override
    public void shutdown() {
        SegmentedLog opened = log;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                note("The log cannot be closed", e);
            }
        }
    }

    @Override
    public long getFirstLogIndex() {
        return log().firstIndex();
    }

    @Override
    public long getLastLogIndex() {
        return log().lastIndex();
    }

    @Override
    public @Nullable LogEntry getEntry(long index) {
        LogEntry known = recent.get(index);
        if (known != null) {
            return known;
        }
        try {
            ByteBuffer payload = log().read(index);
            return payload == null ? null : LogEntryCodec.decode(index, payload);
        } catch (IOException e) {
            note("Entry " + index + " of the log cannot be read", e);
            return null;
        }
    }

    @Override
    @Deprecated
    public long getTerm(long index) {
        LogEntry entry = getEntry(index);
        return entry == null ? 0 : entry.getId().getTerm();
    }

    @Override
    public boolean appendEntry(LogEntry entry) {
        return appendEntries(List.of(entry)) == 1;
    }

    @Override
    public int appendEntries(List<LogEntry> entries) {
        batch.clear();
        for (LogEntry entry : entries) {
            boolean isConfiguration = entry.getType() == EntryType.ENTRY_TYPE_CONFIGURATION;
            LogEntryCodec.encode(
                    entry, batch.add(entry.getId().getIndex(), isConfiguration, LogEntryCodec.bytes(entry)));
        }
        if (!change(() -> log().append(batch))) {
            return 0;
        }
        entries.forEach(recent::written);
        if (!entries.isEmpty()) {
            LogId newest = entries.get(entries.size() - 1).getId();
            last = new LogPosition(newest.getTerm(), newest.getIndex());
        }
        return entries.size();
    }

    @Override
    public boolean truncatePrefix(long firstIndexKept) {
        recent.forget();
        return change(() -> log().truncatePrefix(firstIndexKept)) && lastChanged();
    }

    @Override
    public boolean truncateSuffix(long lastIndexKept) {
        recent.forget();
        return change(() -> log().truncateSuffix(lastIndexKept)) && lastChanged();
    }

    @Override
    public boolean reset(long nextLogIndex) {
        recent.forget();
        return change(() -> log().reset(nextLogIndex)) && lastChanged();
    }

    private boolean lastChanged() {
        last = positionOf(log().lastIndex());
        return trouble == null;
    }

    private interface Change {
        void run() throws LogFailedException;
    }

    private boolean change(Change change) {
        writes.begin();
        try {
            change.run();
            return true;
        } catch (LogFailedException e) {
            note("The log cannot be written", e);
            return false;
        } finally {
            writes.end();
        }
    }

    private SegmentedLog log() {
        SegmentedLog opened = log;
        if (opened == null) {
            throw new IllegalStateException("The log is not open");
        }
        return opened;
    }

    private static @Nullable String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "There is no " + cause.getMessage();
        }
        return cause instanceof AccessDeniedException ? "Permission denied: " + cause.getMessage() : cause.getMessage();
    }

    private synchronized void note(String what, IOException cause) {
        String message = what + ". " + reason(cause);
        LOG.error(message);
        if (trouble == null) {
            damaged = cause instanceof DamagedLogException;
            trouble = message;
        }
    }
}
