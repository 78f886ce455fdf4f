package io.lockstep.follower.engine.storage;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.conf.ConfigurationEntry;
import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import io.lockstep.follower.engine.fitness.WriteMark;
import io.lockstep.follower.log.DamagedLogException;
import io.lockstep.follower.log.DiskLogDirectory;
import io.lockstep.follower.log.LogBatch;
import io.lockstep.follower.log.LogDirectory;
import io.lockstep.follower.log.LogFailedException;
import io.lockstep.follower.log.LogLimits;
import io.lockstep.follower.log.RecoveryReport;
import io.lockstep.follower.log.SegmentedLog;
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

    private interface Opening {
        LogDirectory open() throws IOException;
    }

    private final Opening opening;
    private final LogLimits limits;
    private final LogBatch batch;
    private final WriteMark writes = new WriteMark();
    private volatile @Nullable SegmentedLog log;
    private volatile @Nullable String trouble;
    private volatile boolean damaged;

    /** A log in {@code directory}, which is created if its parent exists. Nothing is opened before {@link #init}. */
    EngineLogStorage(Path directory, LogLimits limits) {
        this(() -> DiskLogDirectory.open(directory), limits);
    }

    /** A log in {@code directory}. */
    EngineLogStorage(LogDirectory directory, LogLimits limits) {
        this(() -> directory, limits);
    }

    private EngineLogStorage(Opening opening, LogLimits limits) {
        this.opening = opening;
        this.limits = limits;
        this.batch = new LogBatch(limits);
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

    /** Opens the log and passes every configuration in it to the engine's configuration manager. */
    @Override
    public boolean init(LogStorageOptions options) {
        try {
            SegmentedLog opened = SegmentedLog.open(opening.open(), limits);
            log = opened;
            for (long index : opened.markedIndexes()) {
                LogEntry entry = getEntry(index);
                if (entry == null) {
                    return false;
                }
                addConfiguration(entry, options.getConfigurationManager());
            }
            LOG.info("Log opened: {}", opened.recovery());
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
        return change(() -> log().append(batch)) ? entries.size() : 0;
    }

    @Override
    public boolean truncatePrefix(long firstIndexKept) {
        return change(() -> log().truncatePrefix(firstIndexKept));
    }

    @Override
    public boolean truncateSuffix(long lastIndexKept) {
        return change(() -> log().truncateSuffix(lastIndexKept));
    }

    @Override
    public boolean reset(long nextLogIndex) {
        return change(() -> log().reset(nextLogIndex));
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
