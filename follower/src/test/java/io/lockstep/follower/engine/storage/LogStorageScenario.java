package io.lockstep.follower.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.JRaftUtils;
import com.alipay.sofa.jraft.conf.ConfigurationEntry;
import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.codec.v2.LogEntryV2CodecFactory;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A log storage in its own directory, and the entries of its tests. */
abstract class LogStorageScenario {

    @TempDir
    Path directory;

    final List<ConfigurationEntry> configurations = new ArrayList<>();
    LogStorage storage;

    /** A new storage in {@code directory}, not initialised. */
    abstract LogStorage create(Path directory);

    @BeforeEach
    void open() {
        configurations.clear();
        storage = create(directory);
        LogStorageOptions options = new LogStorageOptions();
        options.setGroupId("test");
        options.setLogEntryCodecFactory(LogEntryV2CodecFactory.getInstance());
        options.setConfigurationManager(new ConfigurationManager() {
            @Override
            public boolean add(ConfigurationEntry entry) {
                configurations.add(entry);
                return super.add(entry);
            }
        });
        assertThat(storage.init(options)).isTrue();
    }

    @AfterEach
    void close() {
        storage.shutdown();
    }

    void reopen() {
        close();
        open();
    }

    static LogEntry entry(long index, long term, int bytes) {
        LogEntry entry = new LogEntry(EntryType.ENTRY_TYPE_DATA);
        entry.setId(new LogId(index, term));
        byte[] data = new byte[bytes];
        new Random(index * 1_000 + term).nextBytes(data);
        entry.setData(ByteBuffer.wrap(data));
        return entry;
    }

    static LogEntry configuration(long index, long term, String peers, String learners) {
        LogEntry entry = new LogEntry(EntryType.ENTRY_TYPE_CONFIGURATION);
        entry.setId(new LogId(index, term));
        entry.setPeers(peers(peers));
        entry.setLearners(peers(learners));
        return entry;
    }

    static List<PeerId> peers(String peers) {
        return peers.isEmpty()
                ? null
                : new ArrayList<>(JRaftUtils.getConfiguration(peers).getPeers());
    }

    void append(LogEntry... entries) {
        assertThat(storage.appendEntries(new ArrayList<>(List.of(entries)))).isEqualTo(entries.length);
    }

    /** Fills a new log. */
    void appendTo(long last) {
        List<LogEntry> entries = new ArrayList<>();
        for (long index = 1; index <= last; index++) {
            entries.add(entry(index, 1, 20));
        }
        assertThat(storage.appendEntries(entries)).isEqualTo(entries.size());
    }

    List<LogEntry> entries(long first, long last) {
        List<LogEntry> entries = new ArrayList<>();
        for (long index = first; index <= last; index++) {
            entries.add(storage.getEntry(index));
        }
        return entries;
    }

    /** The configurations from {@code first} on; the engine's own storage may report earlier ones too. */
    List<ConfigurationEntry> configurationsFrom(long first) {
        return configurations.stream()
                .filter(configuration -> configuration.getId().getIndex() >= first)
                .toList();
    }
}
